import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Select } from '@/components/Select';
import { useLanguage, useWords } from '@/lib/words';
import { troubleOf } from './problems';
import { me } from './queries';
import { Section } from './Section';
import { useAccountWords } from './words';
import { changeZone, zoneOfDevice } from './zone';

/** Belongs to the account: the server goes by it, too. */
export function TimeZone() {
    const words = useWords();
    const own = useAccountWords();
    const language = useLanguage();
    const client = useQueryClient();
    const { data } = useQuery(me);
    const [chosen, setChosen] = useState<string | null>(null);
    const [said, setSaid] = useState('');
    const device = zoneOfDevice();
    const zone = chosen ?? data?.time_zone ?? '';
    const others = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), zone])].filter(name => name && name !== device);

    async function choose(next: string) {
        setChosen(next);
        setSaid('');
        try {
            await changeZone(client, next);
            setSaid(own.zoneChanged);
        } catch (failure) {
            setSaid(troubleOf(failure, words, language, {}, () => undefined).message ?? '');
        }
        setChosen(null);
    }

    return (
        <Section title={own.sections.zone} hint={own.zoneHint}>
            <Select aria-label={own.sections.zone} className="max-w-sm" value={zone} disabled={!data} onChange={event => void choose(event.target.value)}>
                {!zone && <option value="" />}
                <option value={device}>{own.zoneOfDevice(device)}</option>
                {others.map(name => <option key={name} value={name}>{name.replaceAll('_', ' ')}</option>)}
            </Select>
            <p role="status" className="mt-2 min-h-6 text-sm text-ink-soft">{said}</p>
        </Section>
    );
}
