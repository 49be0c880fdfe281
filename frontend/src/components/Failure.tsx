'use client';

import { useTitle } from '@/lib/useTitle';
import { useWords } from '@/lib/words';
import { Button } from './Button';
import { MessagePage } from './MessagePage';

/** A fault of ours: what is on the screen cannot go on. */
export function Failure() {
    const words = useWords().failure;
    useTitle(words.title);
    return (
        <MessagePage title={words.title} text={words.text}>
            <Button look="primary" onClick={() => location.reload()}>{words.reload}</Button>
        </MessagePage>
    );
}
