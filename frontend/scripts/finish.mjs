// After `next build`: makes of the export what the host serves. It compresses every text once and for all, hashes the inline
// scripts for the Content-Security-Policy, writes the service worker, and lists it all in files.json. The host serves that list.
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import ts from 'typescript';
import { filesBelow, hashOfInputs } from './inputs.mjs';
import { isForOldBrowsers, reportSizes } from './sizes.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'out');

const types = {
    '.css': 'text/css; charset=utf-8',
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.json': 'application/json',
    '.svg': 'image/svg+xml',
    '.txt': 'text/plain; charset=utf-8',
    '.webmanifest': 'application/manifest+json',
    '.ico': 'image/x-icon',
    '.png': 'image/png',
    '.woff2': 'font/woff2',
};
const isText = file => !['.ico', '.png', '.woff2'].includes(extname(file));
const sha256 = (content, encoding) => createHash('sha256').update(content).digest(encoding);

dropWhatNobodyAsksFor();
const pages = filesBelow(out).filter(file => file.endsWith('.html'));
const html = Object.fromEntries(pages.map(page => [page, firstThingsFirst(page)]));
writeFileSync(join(out, 'sw.js'), serviceWorker());
const files = await Promise.all(filesBelow(out).map(describe));
if (!reportSizes(html, files)) process.exit(1);
// As they were when the build began: somebody may have changed one since.
const inputs = process.env.BUILD_INPUTS || hashOfInputs(root);
writeFileSync(join(out, 'files.json'), JSON.stringify({ inputs, files }, null, 1));

/** The browser asks for a page's parts, or for its one .txt; never for `_full`, and `_not-found` is served as 404.html. */
function dropWhatNobodyAsksFor() {
    const unused = /^(_not-found[/.]|404\.txt$|files\.json$|sw\.js$)|(^|\/)__next\._full\.txt$|\.(br|gz)$/;
    for (const file of filesBelow(out).filter(file => unused.test(file))) rmSync(join(out, file));
}

/** The head's own script runs before the browser meets the style sheet, which it would otherwise wait for. */
function firstThingsFirst(page) {
    const file = join(out, page);
    const ordered = readFileSync(file, 'utf8').replace(/(<meta charSet="utf-8"\/>)([^]*?)(<script>[^]*?<\/script>)(?=[^]*<\/head>)/, '$1$3$2');
    writeFileSync(file, ordered);
    return ordered;
}

/** Pages live at clean addresses: login.html is /login. */
function urlOf(file) {
    return `/${file}`.replace(/(\/index)?\.html$/, '') || '/';
}

function inlineScripts(page) {
    return [...html[page].matchAll(/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g)].map(script => script[1]);
}

function serviceWorker() {
    const source = readFileSync(join(root, 'src', 'worker', 'service-worker.ts'), 'utf8');
    const code = ts.transpileModule(source, { compilerOptions: { target: 'ES2022', removeComments: true } }).outputText;
    const shell = filesBelow(out).filter(file => !/^(404\.html|sw\.js|_next\/static\/(?!chunks\/|media\/|css\/).*)$/.test(file))
        .filter(file => !isForOldBrowsers(html, `/${file}`));
    const version = sha256(shell.map(file => file + sha256(readFileSync(join(out, file)), 'hex')).join() + code, 'hex').slice(0, 16);
    return `const VERSION = '${version}';\nconst FILES = ${JSON.stringify(shell.map(urlOf))};\n${code}`;
}

/** One line of files.json; the compressed forms are written beside the file, where they are smaller. */
async function describe(file) {
    const type = types[extname(file)];
    if (!type) throw new Error(`${file}: scripts/finish.mjs knows no Content-Type for this kind of file.`);
    const content = readFileSync(join(out, file));
    const compressed = isText(file) ? await compress(content) : {};
    const sizes = { identity: content.length };
    for (const [encoding, bytes] of Object.entries(compressed).filter(([, bytes]) => bytes.length < content.length)) {
        writeFileSync(join(out, `${file}.${encoding}`), bytes);
        sizes[encoding] = bytes.length;
    }
    return {
        url: urlOf(file), file, type, hash: sha256(content, 'hex').slice(0, 20), immutable: file.startsWith('_next/static/'), sizes,
        scripts: html[file] ? [...new Set(inlineScripts(file).map(script => `sha256-${sha256(script, 'base64')}`))] : [],
    };
}

async function compress(content) {
    const parameters = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    return { br: await promisify(brotliCompress)(content, { params: parameters }), gz: await promisify(gzip)(content, { level: 9 }) };
}
