import { Keyboard, LogOut, Monitor, Moon, Plus, Search, Sun, Undo2 } from 'lucide-react';
import type { RefObject } from 'react';
import { useLogOut } from '@/features/account/logOut';
import { chooseTheme } from '@/lib/theme';
import { useWords } from '@/lib/words';
import { go } from './address';
import type { QuickEditKind } from './BulkBar';
import type { Command } from './CommandPalette';
import { viewIcons } from './Navigation';
import type { ListHandle } from './TaskList';
import type { Opened } from './TaskScreen';
import { useKeys } from './useKeys';
import type { Selection } from './useSelection';
import { addressOf, views, type Question, type View } from './views';
import { useWorkspace } from './WorkspaceProvider';

interface Doings {
    question: Question;
    handle: RefObject<ListHandle | null>;
    selection: Selection;
    act: (what: 'toggle' | 'remove') => void;
    quickEdit: (kind: QuickEditKind) => void;
    opened: Opened;
    setOpened: (opened: Opened) => void;
    focusAdd: () => void;
    search: () => void;
    show: (id: number | null) => void;
    leave: () => void;
    selectAll: () => void;
}

/** Binds the keys of the task page, and lists what the command palette offers. */
export function useCommands({ question, handle, selection, act, quickEdit, opened, setOpened, focusAdd, search, show, leave, selectAll }: Doings): Command[] {
    const words = useWords();
    const workspace = useWorkspace();
    const logOut = useLogOut();
    const goTo = (view: View) => go(addressOf({ view }));
    const current = () => handle.current?.current();
    const undo = () => workspace.undo();

    function moveSelecting(by: number) {
        const from = current();
        if (from) selection.extend(from.id);
        const to = handle.current?.move(by);
        if (to) selection.extend(to.id);
    }

    function withCurrent(action: (task: NonNullable<ReturnType<typeof current>>) => void) {
        const task = current();
        if (task) action(task);
    }

    /** What is being opened gets the keys, also before it is there. */
    function pressEarly(key: string) {
        if (key === 'Escape') setOpened(null);
        else if (opened?.what === 'palette') setOpened({ ...opened, typed: opened.typed + key });
    }

    useKeys({
        'n': focusAdd,
        '/': search,
        'mod+k': () => setOpened({ what: 'palette', typed: '' }),
        '?': () => setOpened({ what: 'shortcuts' }),
        'u': undo,
        'mod+z': undo,
        'Escape': leave,
        'j': () => handle.current?.move(1),
        'ArrowDown': () => handle.current?.move(1),
        'k': () => handle.current?.move(-1),
        'ArrowUp': () => handle.current?.move(-1),
        'shift+j': () => moveSelecting(1),
        'shift+ArrowDown': () => moveSelecting(1),
        'shift+k': () => moveSelecting(-1),
        'shift+ArrowUp': () => moveSelecting(-1),
        'x': () => withCurrent(task => selection.toggle(task.id)),
        'mod+a': selectAll,
        ' ': () => act('toggle'),
        'Enter': () => withCurrent(task => show(task.id)),
        'e': () => withCurrent(task => question.view !== 'trash' && handle.current?.edit(task)),
        'd': () => quickEdit('date'),
        'p': () => quickEdit('priority'),
        't': () => quickEdit('tags'),
        'Delete': () => act('remove'),
        'Backspace': () => act('remove'),
        '#': () => act('remove'),
        'g a': () => goTo('all'),
        'g t': () => goTo('today'),
        'g u': () => goTo('upcoming'),
        'g c': () => goTo('completed'),
    }, opened ? pressEarly : null);

    const size = { size: 18, 'aria-hidden': true } as const;
    const { commands } = words;
    return [
        { id: 'add', group: 'actions', label: commands.addTask, keys: 'n', icon: <Plus {...size} />, run: focusAdd },
        { id: 'search', group: 'actions', label: commands.find, keys: '/', icon: <Search {...size} />, run: search },
        { id: 'undo', group: 'actions', label: commands.undo, keys: 'u', icon: <Undo2 {...size} />, run: undo },
        ...views.map((view): Command => {
            const Icon = viewIcons[view];
            return { id: view, group: 'goTo', label: words.views[view], keys: view === 'trash' ? undefined : `g ${view[0]}`, icon: <Icon {...size} />, run: () => goTo(view) };
        }),
        { id: 'shortcuts', group: 'actions', label: commands.shortcuts, keys: '?', icon: <Keyboard {...size} />, run: () => setOpened({ what: 'shortcuts' }) },
        { id: 'light', group: 'actions', label: commands.theme.light, icon: <Sun {...size} />, run: () => chooseTheme('light') },
        { id: 'dark', group: 'actions', label: commands.theme.dark, icon: <Moon {...size} />, run: () => chooseTheme('dark') },
        { id: 'system', group: 'actions', label: commands.theme.system, icon: <Monitor {...size} />, run: () => chooseTheme('system') },
        { id: 'logOut', group: 'actions', label: commands.logOut, icon: <LogOut {...size} />, run: () => void logOut() },
    ];
}
