import { Download } from 'lucide-react';
import { Section } from './Section';
import { useSession } from './session';
import { useAccountWords } from './words';

const formats = ['json', 'csv', 'ics', 'markdown'] as const;

/** The browser takes the file as it comes. */
export function Export() {
    const own = useAccountWords();
    const { account } = useSession();
    return (
        <Section title={own.sections.export} hint={own.exportHint}>
            <ul className="grid gap-2 sm:grid-cols-2">
                {formats.map(format => (
                    <li key={format}>
                        <a href={`/api/${account?.id}/export?format=${format}`} download
                            className="flex min-h-14 items-center gap-3 rounded-lg border border-line bg-surface px-3.5 py-2 transition-colors hover:bg-sunken">
                            <Download size={18} aria-hidden className="shrink-0 text-accent" />
                            <span>
                                <span className="block font-medium">{own.formats[format].name}</span>
                                <span className="block text-sm text-ink-soft">{own.formats[format].use}</span>
                            </span>
                        </a>
                    </li>
                ))}
            </ul>
        </Section>
    );
}
