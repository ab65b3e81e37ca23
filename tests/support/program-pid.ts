import { readFileSync, readlinkSync, realpathSync } from 'node:fs';

const NODE = realpathSync(process.execPath);

/**
 * The program at the inside of a sandbox: signals to the processes around it don't reach it.
 * @param pid of the outermost process
 */
export function programPid(pid: number | undefined): number {
  for (let at = pid; at !== undefined;) {
    if (readlinkSync(`/proc/${at}/exe`) === NODE) return at;
    const children = readFileSync(`/proc/${at}/task/${at}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    at = children[0];
  }
  throw new Error('the program has not started');
}
