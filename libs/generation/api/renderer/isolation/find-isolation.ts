import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { IsolationLevel } from '../../../domain/isolation.js';
import { NOBODY } from './unprivileged-user.js';
import { bubblewrapArgs } from './bubblewrap-args.js';

export interface Isolation {
  readonly level: IsolationLevel;
  /** Absolute, where there is one that works. */
  readonly bubblewrap?: string;
}

const DEADLINE_MS = 10_000;
const SCRATCH_BYTES = 2 ** 20;

let found: Promise<Isolation> | undefined;

/** The strictest that works on this machine, found out once in a process by doing it. */
export function findIsolation(script: string): Promise<Isolation> {
  return (found ??= look(script));
}

async function look(script: string): Promise<Isolation> {
  const bubblewrap = await programOnPath('bwrap');
  // What the program itself would need: that it can be read and run.
  const trial = [process.execPath, '--check', script];
  if (bubblewrap) {
    const walls = bubblewrapArgs({ script, readable: [], scratchBytes: SCRATCH_BYTES });
    if (await ends(bubblewrap, [...walls, ...trial])) return { level: 'bubblewrap', bubblewrap };
  }
  const isRoot = process.getuid?.() === 0;
  return { level: isRoot && (await ends(process.execPath, trial.slice(1), NOBODY)) ? 'user' : 'limits' };
}

async function programOnPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter((one) => one !== '')) {
    const path = join(folder, name);
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return undefined;
}

/** Whether it runs, and well. */
function ends(program: string, args: readonly string[], user: object = {}): Promise<boolean> {
  return new Promise((resolve) => {
    const options = {
      timeout: DEADLINE_MS,
      killSignal: 'SIGKILL',
      cwd: '/',
      env: { PATH: process.env.PATH },
      ...user,
    } as const;
    execFile(program, args, options, (error) => resolve(error === null));
  });
}
