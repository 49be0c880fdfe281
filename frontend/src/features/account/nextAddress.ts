/** Where a login leads: an address of Doneon's own, whatever somebody has put into the link. */
export function nextAddress(wanted: string | null, origin: string): string {
    if (!wanted?.startsWith('/') || !URL.canParse(wanted, origin)) return '/';
    const url = new URL(wanted, origin);
    // A path that begins with two slashes would be another host for whoever reads it next.
    if (url.origin !== origin || url.pathname.startsWith('//') || /^\/(login|register)\/?$/.test(url.pathname)) return '/';
    return url.pathname + url.search + url.hash;
}

/** Where this login or registration leads. */
export const wantedAddress = ({ search, origin }: { search: string; origin: string }) =>
    nextAddress(new URLSearchParams(search).get('next'), origin);

/** The address of the login page that leads back here. */
export const loginAddress = ({ pathname, search }: { pathname: string; search: string }) =>
    pathname === '/' && !search ? '/login' : `/login?next=${encodeURIComponent(pathname + search)}`;
