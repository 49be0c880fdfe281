import { Fragment } from 'react';
import { Dialog } from '@/components/Dialog';
import { useShortcutWords, type shortcutWords } from './shortcutWords';

type Words = typeof shortcutWords.en;
type Name = Exclude<keyof Words, 'title' | 'groups' | 'then' | 'or'>;

/** Several entries are several ways; `g t` is one key after the other, `shift+j` both at once. */
const groups: [keyof Words['groups'], [Name, ...string[]][]][] = [
    ['everywhere', [
        ['new', 'n'], ['search', '/'], ['palette', 'mod+k'], ['undo', 'u', 'mod+z'], ['goAll', 'g a'], ['goToday', 'g t'], ['goUpcoming', 'g u'],
        ['goCompleted', 'g c'], ['help', '?'], ['escape', 'Esc'],
    ]],
    ['list', [['down', 'j', '↓'], ['up', 'k', '↑'], ['select', 'x'], ['selectRange', 'shift+j', 'shift+k'], ['selectAll', 'mod+a'], ['open', '↵']]],
    ['task', [['complete', 'space'], ['edit', 'e'], ['date', 'd'], ['priority', 'p'], ['tags', 't'], ['delete', '#', 'Del']]],
];

const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform);

export function Shortcuts({ onClose }: { onClose: () => void }) {
    const shortcuts = useShortcutWords();
    return (
        <Dialog open onClose={onClose} title={shortcuts.title} width="wide">
            <div className="mt-4 gap-x-10 sm:columns-2">
                {groups.map(([group, entries]) => (
                    <section key={group} className="mb-5 break-inside-avoid">
                        <h3 className="border-b border-line pb-1 text-[0.8125rem] font-semibold text-ink-soft">{shortcuts.groups[group]}</h3>
                        <dl>
                            {entries.map(([name, ...ways]) => (
                                <div key={name} className="flex min-h-9 items-center justify-between gap-4">
                                    <dt>{shortcuts[name]}</dt>
                                    <dd dir="ltr" className="flex shrink-0 items-center gap-1 text-sm text-ink-soft">
                                        {ways.map((way, at) => <Way key={way} way={way} first={at === 0} />)}
                                    </dd>
                                </div>
                            ))}
                        </dl>
                    </section>
                ))}
            </div>
        </Dialog>
    );
}

function Way({ way, first }: { way: string; first: boolean }) {
    const shortcuts = useShortcutWords();
    return <>{!first && <span>{shortcuts.or}</span>}<Keys keys={way} /></>;
}

export function Keys({ keys }: { keys: string }) {
    const shortcuts = useShortcutWords();
    const names: Record<string, string> = { mod: isApple() ? '⌘' : shortcuts.ctrl, shift: shortcuts.shift, space: shortcuts.space };
    return keys.split(' ').map((together, at) => <Fragment key={together}>
        {at > 0 && <span>{shortcuts.then}</span>}
        {together.split('+').map(key => <kbd key={key} className="inline-grid h-6 min-w-6 place-items-center rounded-md border border-line bg-paper
            px-1.5 font-sans text-xs text-ink">{names[key] ?? key}</kbd>)}
    </Fragment>);
}
