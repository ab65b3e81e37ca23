import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

type Fields = Readonly<Record<string, unknown>>;

/** Where whoever asks the judge writes what happens to it. */
export type CheckerLog = (level: 'info' | 'warn' | 'error', message: string, fields: Fields) => void;

const LONGEST_LINE = 1_000;

/** What the judge's process prints, its own lines and those of native code, goes on as warnings. */
export function forwardOutput(child: ChildProcess, log: CheckerLog): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => log('warn', line.slice(0, LONGEST_LINE), {}));
  }
}
