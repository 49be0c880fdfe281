import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { earlyFormScript } from '@/features/account/earlyForm';
import { earlyScript } from '@/lib/early';
import { paper, themeScript } from '@/lib/theme';
import { en } from '@/lib/words/en';
import { Providers } from './providers';
import './globals.css';

export const metadata: Metadata = {
    description: en.tagline,
    applicationName: en.appName,
    manifest: '/manifest.webmanifest',
    icons: { icon: [{ url: '/icon.svg', type: 'image/svg+xml' }], apple: '/icon-180.png' },
    appleWebApp: { capable: true, title: en.appName },
    formatDetection: { telephone: false, email: false, address: false, date: false },
};

export const viewport: Viewport = {
    width: 'device-width',
    initialScale: 1,
    viewportFit: 'cover',
    interactiveWidget: 'resizes-content',
    themeColor: [
        { media: '(prefers-color-scheme: light)', color: paper.light },
        { media: '(prefers-color-scheme: dark)', color: paper.dark },
    ],
};

export default function Layout({ children }: { children: ReactNode }) {
    return (
        <html lang="en" suppressHydrationWarning>
            <head><script dangerouslySetInnerHTML={{ __html: themeScript + earlyFormScript + earlyScript }} /></head>
            <body><Providers>{children}</Providers></body>
        </html>
    );
}
