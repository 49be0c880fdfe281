/** Compressed JavaScript that the task page may request when it is first opened. */
const BUDGET = 170 * 1000;

const kB = bytes => `${(bytes / 1000).toFixed(1)} kB`;
const unique = matches => [...new Set([...matches].map(match => match[1]))];

/** Next.js adds one script of polyfills that browsers which know modules do not request. */
export function isForOldBrowsers(html, url) {
    return Object.values(html).some(page => oldScripts(page).includes(url));
}

function oldScripts(page) {
    return unique(page.matchAll(/<script src="([^"]+)"[^>]*\snoModule/gi));
}

/** Script tags and preloads name whole addresses, the flight data and the loader's own list names below /_next/. */
function requestedAtFirst(page, extension) {
    const names = unique(page.matchAll(new RegExp(`(static/chunks/[^"'\\\\\\s?]+\\.${extension})\\b`, 'g')));
    return names.map(name => `/_next/${name}`).filter(url => !oldScripts(page).includes(url));
}

/** Prints what the first load of each page requests, compressed; false when the task page is above its budget. */
export function reportSizes(html, files) {
    const size = url => {
        const sizes = files.find(file => `/${file.file}` === url)?.sizes;
        if (!sizes) throw new Error(`A page names ${url}, which the build has not made.`);
        return sizes.br ?? sizes.identity;
    };
    const sum = urls => urls.reduce((total, url) => total + size(url), 0);
    const rows = Object.entries(html).map(([page, text]) =>
        [page, sum(requestedAtFirst(text, 'js')), sum(requestedAtFirst(text, 'css')), size(`/${page}`)]);
    console.log('\nFirst load, compressed with brotli:\n\n  page               JavaScript         CSS        HTML');
    for (const [page, ...sizes] of rows) console.log(`  ${page.padEnd(17)}${sizes.map(bytes => kB(bytes).padStart(12)).join('')}`);

    const [, tasks] = rows.find(([page]) => page === 'index.html');
    const verdict = `The first load of the task page may have ${kB(BUDGET)} of JavaScript, and has ${kB(tasks)}.`;
    if (tasks <= BUDGET) console.log(`\n${verdict}`);
    else console.error(`\n${verdict} Import later what is not needed at once.`);
    return tasks <= BUDGET;
}
