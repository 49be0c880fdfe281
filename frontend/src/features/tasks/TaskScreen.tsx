'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { lazily } from '@/components/lazily';
import { takeArrival } from '@/features/account/session';
import { useMedia } from '@/lib/useMedia';
import { useWords } from '@/lib/words';
import { addressOfPlace, currentPlace, go, usePlace } from './address';
import { Banner } from './Banner';
import { BottomBar } from './BottomBar';
import type { QuickEditKind } from './BulkBar';
import { ListBody } from './ListBody';
import { Navigation } from './Navigation';
import { useNotices } from './notices';
import { PageHead } from './PageHead';
import { useSummaryAhead, useToday } from './queries';
import { QuickAdd } from './QuickAdd';
import { SideColumn } from './SideColumn';
import type { Task, TaskFields } from './task';
import type { ListHandle } from './TaskList';
import { useCommands } from './useCommands';
import { useTaskActions } from './useTaskActions';
import { useRows } from './useRows';
import { useSelection } from './useSelection';
import { addressOf, listOf } from './views';
import { useWaiting, useWorkspace } from './WorkspaceProvider';

// What a gesture opens is fetched when the gesture is made.
const BulkBar = lazily(async () => (await import('./BulkBar')).BulkBar);
const CommandPalette = lazily(async () => (await import('./CommandPalette')).CommandPalette);
const MenuSheet = lazily(async () => (await import('./MenuSheet')).MenuSheet);
const Notices = lazily(async () => (await import('./Notices')).Notices);
const QuickEdit = lazily(async () => (await import('./QuickEdit')).QuickEdit);
const Shortcuts = lazily(async () => (await import('./Shortcuts')).Shortcuts);
const TaskDetails = lazily(async () => (await import('./TaskDetails')).TaskDetails);

export type Opened =
    | { what: 'shortcuts' | 'menu' }
    /** `typed` is what was typed before the palette was there. */
    | { what: 'palette'; typed: string }
    | { what: 'quickEdit'; kind: QuickEditKind; tasks: Task[]; anchor: Element | null }
    | null;

export function TaskScreen() {
    const words = useWords();
    const workspace = useWorkspace();
    const { draft } = useWaiting();
    const notices = useNotices();
    const today = useToday();
    const wide = useMedia('(min-width: 48rem)');

    const place = usePlace();
    const open = place.open === null ? null : workspace.idOf(place.open);
    // The list follows each letter, the address when the typing pauses.
    const listName = listOf(place.question);
    const [typed, setTyped] = useState<{ in: string; q: string } | null>(null);
    const question = useMemo(() => typed?.in === listName ? { ...place.question, q: typed.q } : place.question, [place.question, listName, typed]);

    const { list, tasks, rows } = useRows(question, today);
    useSummaryAhead(workspace.account.id, today);
    const selection = useSelection(tasks, listName, workspace.keyOf);
    const [opened, setOpened] = useState<Opened>(null);

    const addBox = useRef<HTMLInputElement>(null);
    const searchBox = useRef<HTMLInputElement>(null);
    const handle = useRef<ListHandle>(null);

    const show = useCallback((id: number | null) => go(addressOfPlace(question, id)), [question]);
    const focusList = useCallback(() => handle.current?.focus(), []);
    const focusAdd = useCallback(() => {
        // Nothing is added to what is done or deleted.
        if (!addBox.current) flushSync(() => go('/'));
        addBox.current?.focus();
    }, []);

    // A task that was made here has its number now; a refused change is mended where its task is.
    const wanted = draft?.taskId ?? open;
    useEffect(() => { if (wanted !== place.open) go(addressOfPlace(place.question, wanted), 'replace'); }, [wanted, place]);

    // Whoever goes to another view by keys has the focus on its heading, not nowhere.
    const before = useRef(listName);
    useEffect(() => {
        if (before.current !== listName || takeArrival()) focusHeadingIfLost();
        before.current = listName;
    }, [listName]);

    /** Select all means all: the pages that are not here yet are fetched, and what they bring is selected, too. */
    async function selectAll() {
        selection.selectAll();
        let page: Pick<typeof list, 'hasNextPage' | 'fetchNextPage' | 'isError'> = list;
        while (page.hasNextPage && !page.isError && listOf(currentPlace().question) === listName) page = await page.fetchNextPage();
    }

    // What a new task had besides its title when it was refused goes with the mended title.
    const refused = useRef<Partial<TaskFields>>({});
    const takeRefused = useCallback(() => {
        refused.current = workspace.current().draft?.fields ?? {};
        workspace.takeDraft();
    }, [workspace]);

    const search = useCallback(() => {
        searchBox.current?.focus();
        searchBox.current?.select();
    }, []);

    const { add, act, quickEdit } = useTaskActions({ question, open, today, handle, selection, setOpened, show });
    const commands = useCommands({
        question, handle, selection, act, quickEdit, opened, setOpened, focusAdd, search, show, selectAll: () => void selectAll(),
        leave: () => {
            if (selection.active) selection.clear();
            else if (open !== null) show(null);
            else if (question.q) go(addressOf({ ...question, q: '' }), 'replace');
        },
    });

    // The phone's shortcut "Add a task" leads here.
    useEffect(() => {
        if (!new URLSearchParams(location.search).has('add')) return;
        go('/', 'replace');
        addBox.current?.focus();
    }, []);

    const close = useCallback(() => {
        setOpened(null);
        // The element that had the focus before may be gone with its view.
        setTimeout(focusHeadingIfLost, 250);
    }, []);
    const settle = useCallback((q: string) => {
        const now = currentPlace();
        go(addressOfPlace({ ...now.question, q }, now.open), 'replace');
        setTyped(null);
    }, []);

    const navigation = (onGo?: () => void) => <Navigation question={place.question} today={today} onShortcuts={() => setOpened({ what: 'shortcuts' })} onGo={onGo} />;

    return (
        <div className="mx-auto flex min-h-dvh w-full max-w-[100rem]">
            {wide && <SideColumn label={words.views.label} onSkip={focusAdd}>{navigation()}</SideColumn>}
            <main id="content" className="min-w-0 flex-1 px-3 pb-40 md:px-8">
                <div className="mx-auto max-w-3xl">
                    <PageHead question={place.question} count={question.q ? tasks?.length : undefined} more={list.hasNextPage} searchBox={searchBox}
                        onType={q => setTyped({ in: listName, q })} onSettle={settle} onLeave={focusList} selecting={selection.active}
                        onSelect={() => selection.active ? selection.clear() : selection.begin()}>
                        {place.question.view !== 'trash' && place.question.view !== 'completed' &&
                            <QuickAdd ref={addBox} userId={workspace.account.id} onAdd={fields => { add(fields, refused.current); refused.current = {}; }} onLeave={focusList}
                                offered={draft && draft.taskId === null ? draft.fields.title ?? null : null} onTaken={takeRefused} />}
                        <Banner />
                    </PageHead>
                    <ListBody handle={handle} list={list} rows={rows} question={question} today={today} open={open} selection={selection}
                        onOpen={show} onEmptied={focusAdd} />
                </div>
                {selection.active && <BulkBar view={question.view} count={selection.selected.length} onComplete={() => act('complete')} onReopen={() => act('reopen')}
                    onDelete={() => act('remove')} onRestore={() => act('restore')} onQuickEdit={quickEdit} onSelectAll={() => void selectAll()} onClear={selection.clear} />}
            </main>
            {open !== null && <TaskDetails key={workspace.keyOf(open)} id={open} draft={draft?.taskId === open ? draft.fields : null}
                onClose={() => {
                    workspace.takeDraft();
                    show(null);
                    requestAnimationFrame(focusList);
                }} />}
            {!wide && <BottomBar question={place.question} onSearch={search} onMore={() => setOpened({ what: 'menu' })} />}
            {opened?.what === 'menu' && <MenuSheet onClose={close}>{navigation(close)}</MenuSheet>}
            {opened?.what === 'palette' && <CommandPalette typed={opened.typed} commands={commands} onClose={close} onOpenTask={show} onGo={go} />}
            {opened?.what === 'shortcuts' && <Shortcuts onClose={close} />}
            {opened?.what === 'quickEdit' && <QuickEdit what={opened.kind} tasks={opened.tasks} anchor={opened.anchor}
                onClose={() => { close(); requestAnimationFrame(() => document.activeElement === document.body && focusList()); }} />}
            {notices.length > 0 && <Notices />}
        </div>
    );
}

function focusHeadingIfLost() {
    if (document.activeElement === document.body) document.querySelector('h1')?.focus();
}
