/** Has the browser keep the app's files, so that it opens without a network. Not in development, where files change all the time. */
export function registerServiceWorker() {
    if (process.env.NODE_ENV !== 'production' || !window.isSecureContext || !('serviceWorker' in navigator)) return;
    // Without it the app works as before, only not offline; some browsers refuse it in private windows.
    const register = () => void navigator.serviceWorker.register('/sw.js').catch(() => undefined);
    // First the page, then what it may need some day.
    setTimeout(register, 3000);
}
