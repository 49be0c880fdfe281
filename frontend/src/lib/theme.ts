export const themes = ['system', 'light', 'dark'] as const;
export type Theme = typeof themes[number];

const key = 'theme';

/** Runs in the page's head, before anything is drawn, so that no page flashes in the wrong colours. */
export const themeScript = `try{const t=localStorage.getItem('${key}');if(t)document.documentElement.dataset.theme=t}catch{}`;

export const chosenTheme = (): Theme => themes.find(theme => theme === localStorage.getItem(key)) ?? 'system';

export function chooseTheme(theme: Theme): void {
    if (theme === 'system') {
        localStorage.removeItem(key);
        delete document.documentElement.dataset.theme;
    } else {
        localStorage.setItem(key, theme);
        document.documentElement.dataset.theme = theme;
    }
}
