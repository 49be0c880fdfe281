import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Does the work while no other process of this machine does the same: two builds may start at the same time. */
export async function alone(file, work) {
    while (!take(file)) await setTimeout(200);
    process.on('exit', () => rmSync(file, { force: true }));
    work();
}

/** The file names the process that has it. One that was killed has left it behind. */
function take(file) {
    try {
        writeFileSync(file, `${process.pid}`, { flag: 'wx' });
        return true;
    } catch (failure) {
        if (failure.code !== 'EEXIST') throw failure;
        if (!isAlive(holder(file))) rmSync(file, { force: true });
        return false;
    }
}

function holder(file) {
    try {
        return Number(readFileSync(file, 'utf8'));
    } catch {
        return process.pid; // Given back at this moment.
    }
}

function isAlive(id) {
    try {
        process.kill(id, 0);
        return true;
    } catch (failure) {
        return failure.code === 'EPERM';
    }
}
