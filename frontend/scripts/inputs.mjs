import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FILES = ['package.json', 'package-lock.json', 'next.config.ts', 'postcss.config.mjs', 'tsconfig.json'];
const FOLDERS = ['src', 'public', 'scripts'];

/** All files below a folder, as paths with slashes, in one order on every system. */
export function filesBelow(folder) {
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true }).filter(path => statSync(join(folder, path)).isFile())
        .map(path => path.replaceAll('\\', '/')).sort();
}

/** What the build is made from, as one hash. The times of files say less: changing the branch moves them, deleting a file does not. */
export function hashOfInputs(root) {
    const hash = createHash('sha256');
    const below = FOLDERS.flatMap(folder => filesBelow(join(root, folder)).map(file => `${folder}/${file}`));
    const inputs = [...FILES, ...below.filter(file => !/\.test\.tsx?$/.test(file))];
    for (const file of inputs) hash.update(`${file}\0`).update(readFileSync(join(root, file))).update('\0');
    return hash.digest('hex');
}
