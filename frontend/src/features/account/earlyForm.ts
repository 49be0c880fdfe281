/**
 * Runs in the page's head. A form that is sent before the app has started waits for it, and is then sent by it; the browser
 * itself never sends one.
 */
export const earlyFormScript = 'addEventListener("submit",e=>{e.preventDefault();window.earlyForm=e.target});';

export const wasSentEarly = (form: HTMLFormElement) => (window as { earlyForm?: unknown }).earlyForm === form;
