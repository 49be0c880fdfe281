import { useState } from 'react';
import { Button } from '@/components/Button';
import { lazily } from '@/components/lazily';
import { useWords } from '@/lib/words';
import { Section } from './Section';

const DeleteAccountDialog = lazily(async () => (await import('./DeleteAccountDialog')).DeleteAccountDialog);

export function DeleteAccount() {
    const words = useWords().account;
    const [asking, setAsking] = useState(false);
    return (
        <Section title={words.sections.delete}>
            <p className="mb-4 text-pretty text-ink-soft">{words.deleteHint}</p>
            <Button look="danger" aria-haspopup="dialog" onClick={() => setAsking(true)}>{words.delete}</Button>
            {asking && <DeleteAccountDialog onClose={() => setAsking(false)} />}
        </Section>
    );
}
