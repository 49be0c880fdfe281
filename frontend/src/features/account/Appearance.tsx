import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { Select } from '@/components/Select';
import { chooseTheme, chosenTheme, themes } from '@/lib/theme';
import { chooseLanguage, chosenLanguage, languages, type Language } from '@/lib/words';
import { Section } from './Section';
import { useAccountWords } from './words';

const pictures = { system: Monitor, light: Sun, dark: Moon };

/** Belongs to the device, not to the account. */
export function Appearance() {
    const own = useAccountWords();
    const [theme, setTheme] = useState(chosenTheme);
    const [language, setLanguage] = useState(chosenLanguage);
    return (
        <Section title={own.sections.appearance}>
            <fieldset>
                <legend className="mb-1.5 font-medium">{own.theme}</legend>
                <div className="inline-grid w-full max-w-sm auto-cols-fr grid-flow-col gap-1 rounded-xl bg-sunken p-1">
                    {themes.map(name => {
                        const Picture = pictures[name];
                        return (
                            <label key={name} className="relative flex min-h-9 items-center justify-center gap-2 rounded-lg px-2
                                text-ink-soft transition-colors hover:text-ink has-checked:bg-surface has-checked:font-medium
                                has-checked:text-ink has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent
                                coarse:min-h-11">
                                <input type="radio" name="theme" value={name} checked={theme === name}
                                    onChange={() => { chooseTheme(name); setTheme(name); }}
                                    className="absolute inset-0 cursor-pointer appearance-none outline-none" />
                                <Picture aria-hidden className="size-4 shrink-0 max-[22rem]:hidden" />{own.themes[name]}
                            </label>
                        );
                    })}
                </div>
            </fieldset>
            <label htmlFor="language" className="mt-6 mb-1.5 block font-medium">{own.language}</label>
            <Select id="language" className="max-w-sm" value={language ?? ''}
                onChange={event => {
                    const choice = (event.target.value || null) as Language | null;
                    setLanguage(choice);
                    void chooseLanguage(choice);
                }}>
                <option value="">{own.languageOfBrowser}</option>
                {Object.entries(languages).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
            </Select>
        </Section>
    );
}
