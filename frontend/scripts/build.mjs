// What `dotnet build` runs: builds the front end when something that it is made from has changed since. Silent, unless it fails.
import { execSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashOfInputs } from './inputs.mjs';
import { alone } from './lock.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = file => existsSync(join(root, file)) ? JSON.parse(readFileSync(join(root, file), 'utf8')) : {};

await alone(join(root, '.build.lock'), () => {
    if (!isInstalled()) run('npm ci --ignore-scripts --no-audit --no-fund');
    const inputs = hashOfInputs(root);
    if (read('out/files.json').inputs !== inputs) run('npm run build', inputs);
});

/** npm notes in node_modules what it has put there; of the lock file's packages, those for other systems may be missing. */
function isInstalled() {
    const installed = read('node_modules/.package-lock.json').packages ?? {};
    return Object.entries(read('package-lock.json').packages).every(([path, { version, optional }]) =>
        path === '' || (path in installed ? installed[path].version === version : optional));
}

function run(command, inputs = '') {
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1', BUILD_INPUTS: inputs };
    try {
        execSync(command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env });
    } catch (failure) {
        // The cause stands at the beginning; what follows may be long.
        const words = `${failure.stderr}\n${failure.stdout}`.split('\n').filter(line => line.trim() !== '');
        console.error([`${command} failed:`, ...words.slice(0, 25)].join('\n'));
        process.exit(1);
    }
}
