import { type ChildProcess, fork, type ForkOptions } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import type { IsolationLevel } from '../../../domain/isolation.js';
import { rendererEnvironment } from '../renderer-environment.js';
import type { Isolation } from './find-isolation.js';
import { linkedFiles } from './linked-files.js';
import { NOBODY, makeReadableForNobody } from './unprivileged-user.js';
import { bubblewrapArgs } from './bubblewrap-args.js';

export interface ProbeStart {
  readonly script: string;
  /** Of the model. */
  readonly dir: string;
  readonly lora?: string;
  readonly args: readonly string[];
  readonly threads: number;
  readonly memoryBytes: number;
  /** The files are a stranger's, in a folder made for the trial: links lead nowhere. */
  readonly isReadableByNobody: boolean;
}

/** A process reserves more than it uses; this much more it may. */
const RESERVED = { factor: 1.5, bytes: 512 * 2 ** 20 };

/** The program that tries a model, in the strictest isolation there is. @returns what it is isolated by, too */
export async function spawnSandboxed(
  start: ProbeStart,
  isolation: Isolation,
): Promise<{ readonly child: ChildProcess; readonly level: IsolationLevel }> {
  const level = await levelFor(start, isolation);
  const walls = level === 'bubblewrap' ? [isolation.bubblewrap!, ...(await wallsFor(start))] : [];
  const options: ForkOptions = {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: rendererEnvironment({ threads: start.threads, memoryMiB: 0 }, process.env),
    ...limited(start.memoryBytes, walls),
    ...(level === 'user' ? NOBODY : {}),
  };
  return { child: fork(start.script, [...start.args], options), level };
}

/** Another user helps only where he can read what he shall try. */
async function levelFor({ dir, isReadableByNobody }: ProbeStart, { level }: Isolation): Promise<IsolationLevel> {
  if (level !== 'user' || (isReadableByNobody && (await makeReadableForNobody(dir)))) return level;
  return 'limits';
}

async function wallsFor({ script, dir, lora, isReadableByNobody, memoryBytes }: ProbeStart): Promise<string[]> {
  const folders = [dir, ...(lora === undefined ? [] : [dirname(lora)])].map((path) => resolve(path));
  const linked = isReadableByNobody ? [] : await Promise.all(folders.map(linkedFiles));
  // What is not there is told by whoever looks for it.
  const readable = [...folders, ...linked.flat()].filter((path) => existsSync(path));
  return bubblewrapArgs({ script, readable, scratchBytes: memoryBytes });
}

/**
 * A shell that takes its own rights first, where there is one: no core files, a limit on what it may reserve, for what grows
 * quicker than the watch on resident memory looks, and no way to more rights.
 */
function limited(memoryBytes: number, walls: readonly string[]): { execPath?: string; execArgv: string[] } {
  if (process.platform === 'win32') return { execArgv: [] };
  const kibibytes = Math.ceil((memoryBytes * RESERVED.factor + RESERVED.bytes) / 1024);
  const limits = `ulimit -c 0; ulimit -d ${kibibytes} 2>/dev/null`;
  const bare = 'command -v setpriv >/dev/null && exec setpriv --no-new-privs "$0" "$@"';
  const script = `${limits}; ${walls.length > 0 ? '' : `${bare}; `}exec "$0" "$@"`;
  return { execPath: '/bin/sh', execArgv: ['-c', script, ...walls, process.execPath] };
}
