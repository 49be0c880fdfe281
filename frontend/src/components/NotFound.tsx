'use client';

import { useWords } from '@/lib/words';
import { ButtonLink } from './Button';
import { MessagePage } from './MessagePage';

export function NotFound() {
    const words = useWords().notFound;
    return (
        <MessagePage title={words.title} text={words.text}>
            <ButtonLink href="/" look="primary">{words.home}</ButtonLink>
        </MessagePage>
    );
}
