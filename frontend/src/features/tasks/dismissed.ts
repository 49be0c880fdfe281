/** A part of the line for a new task that stays title. */
export interface Part {
    start: number;
    length: number;
}

/** Where the parts stand after the line has changed. One that was itself changed, or has grown into another word, is one no more. */
export function moved(parts: readonly Part[], before: string, now: string): readonly Part[] {
    if (parts.length === 0 || before === now) return parts;
    const most = Math.min(before.length, now.length);
    let [head, tail] = [0, 0];
    while (head < most && before[head] === now[head]) head++;
    while (tail < most - head && before.at(-1 - tail) === now.at(-1 - tail)) tail++;
    return parts.flatMap(({ start, length }) => {
        const at = start + length <= head ? start : start >= before.length - tail ? start + now.length - before.length : -1;
        return at < 0 || isLetter(now[at - 1]) || isLetter(now[at + length]) ? [] : [{ start: at, length }];
    });
}

const isLetter = (text = '') => /[\p{L}\p{N}]/u.test(text);
