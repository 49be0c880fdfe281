'use client';

import { Failure } from '@/components/Failure';
import { useLanguage } from '@/lib/words';
import { themeScript } from '@/lib/theme';
import './globals.css';

/** When even the layout has failed: this page stands in its place, so it is a whole one. */
export default function GlobalFailure() {
    return (
        <html lang={useLanguage()} suppressHydrationWarning>
            <head><script dangerouslySetInnerHTML={{ __html: themeScript }} /></head>
            <body><Failure /></body>
        </html>
    );
}
