import { useState } from 'react';
import { Button } from '@/components/Button';
import { lazily } from '@/components/lazily';
import { Section } from './Section';
import { useAccountWords } from './words';

const DeleteAccountDialog = lazily(async () => (await import('./DeleteAccountDialog')).DeleteAccountDialog);

export function DeleteAccount() {
    const own = useAccountWords();
    const [asking, setAsking] = useState(false);
    return (
        <Section title={own.sections.delete}>
            <p className="mb-4 text-pretty text-ink-soft">{own.deleteHint}</p>
            <Button look="danger" aria-haspopup="dialog" onClick={() => setAsking(true)}>{own.delete}</Button>
            {asking && <DeleteAccountDialog onClose={() => setAsking(false)} />}
        </Section>
    );
}
