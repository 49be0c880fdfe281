import { en } from '@/lib/words/en';

/** The page's title, in the person's language; React takes it to the head. Each page has one. */
export const Title = ({ children }: { children?: string }) => <title>{children ? `${children} · ${en.appName}` : en.appName}</title>;
