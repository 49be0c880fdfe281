/** The first that is found counts: most browsers also carry the names of others. */
const browsers: [RegExp, string][] = [
    [/Edg(e|A|iOS)?\//, 'Edge'], [/OPR\/|Opera/, 'Opera'], [/SamsungBrowser\//, 'Samsung Internet'], [/Vivaldi\//, 'Vivaldi'],
    [/Firefox\/|FxiOS\//, 'Firefox'], [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'], [/Safari\//, 'Safari'],
];

const systems: [RegExp, string][] = [
    [/iPad/, 'iPad'], [/iPhone|iPod/, 'iPhone'], [/Android/, 'Android'], [/CrOS/, 'ChromeOS'], [/Windows/, 'Windows'],
    [/Mac OS X|Macintosh/, 'macOS'], [/Linux|X11/, 'Linux'],
];

const nameIn = (names: [RegExp, string][], text: string) => names.find(([pattern]) => pattern.test(text))?.[1];

/** What a browser says about itself, as a person would; anything else as it is. */
export function deviceName(device: string, browserOn: (browser: string, system: string) => string): string {
    const [browser, system] = [nameIn(browsers, device), nameIn(systems, device)];
    return browser && system ? browserOn(browser, system) : device;
}
