'use client';

import { useEffect } from 'react';
import { Failure } from '@/components/Failure';
import { chooseTheme, chosenTheme } from '@/lib/theme';
import { useLanguage } from '@/lib/words';
import './globals.css';

/** When even the layout has failed: this page stands in its place, so it is a whole one. */
export default function GlobalFailure() {
    useEffect(() => chooseTheme(chosenTheme()), []);
    return (
        <html lang={useLanguage()} suppressHydrationWarning>
            <body><Failure /></body>
        </html>
    );
}
