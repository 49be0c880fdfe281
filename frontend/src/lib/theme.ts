export const themes = ['system', 'light', 'dark'] as const;
export type Theme = typeof themes[number];

const key = 'theme';

/** What a browser draws around the page: the colour --paper, in a form that every browser knows. */
export const paper = { light: '#fbfaf7', dark: '#111513' } as const;

/** Runs in the page's head, before anything is drawn, so that no page flashes in the wrong colours. */
export const themeScript = `try{const t=localStorage.getItem('${key}'),d=document;if(t){d.documentElement.dataset.theme=t;`
    + `d.head.prepend(Object.assign(d.createElement('meta'),{name:'theme-color',content:${JSON.stringify(paper)}[t]}))}}catch{}`;

export const chosenTheme = (): Theme => themes.find(theme => theme === localStorage.getItem(key)) ?? 'system';

export function chooseTheme(theme: Theme): void {
    // Of several theme-colors the first one counts: the chosen one stands before those that go by the system.
    document.head.querySelector('meta[name="theme-color"]:not([media])')?.remove();
    if (theme === 'system') {
        localStorage.removeItem(key);
        delete document.documentElement.dataset.theme;
    } else {
        localStorage.setItem(key, theme);
        document.documentElement.dataset.theme = theme;
        document.head.prepend(Object.assign(document.createElement('meta'), { name: 'theme-color', content: paper[theme] }));
    }
}
