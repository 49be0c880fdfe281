'use client';

import { useWords } from '@/lib/words';
import { Button } from './Button';
import { MessagePage } from './MessagePage';

/** A fault of ours: what is on the screen cannot go on. */
export function Failure() {
    const words = useWords().failure;
    return (
        <MessagePage title={words.title} text={words.text}>
            <Button look="primary" onClick={() => location.reload()}>{words.reload}</Button>
        </MessagePage>
    );
}
