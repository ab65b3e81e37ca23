import { chmod, readdir, stat, realpath, access, constants } from 'node:fs/promises';
import { dirname, join, sep, delimiter, resolve } from 'node:path';
import { existsSync, realpathSync } from 'node:fs';
import { execFile, type ChildProcess, fork, type ForkOptions } from 'node:child_process';
import type { IsolationLevel } from '../../domain/probe-protocol.js';
import { rendererEnvironment } from './renderer-options.js';

/** The user and group that own nothing, on every system that has them. */
export const NOBODY = { uid: 65_534, gid: 65_534 } as const;

const READ = { folder: 0o555, file: 0o444 };
const ENTER = 0o001;

/**
 * Lets everybody read a folder that was made for the trial.
 * @returns false where a folder above it lets nobody in
 */
export async function makeReadableForNobody(dir: string): Promise<boolean> {
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory() || entry.isFile()) await allow(path, entry.isDirectory() ? READ.folder : READ.file);
  }
  await allow(dir, READ.folder);
  return canBeEntered(dirname(dir));
}

async function allow(path: string, rights: number): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & rights) !== rights) await chmod(path, (mode & 0o7777) | rights);
}

async function canBeEntered(dir: string): Promise<boolean> {
  for (let at = dir; ; at = dirname(at)) {
    if (((await stat(at)).mode & ENTER) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

const LINKS_AT_MOST = 1_000;

/** Where the links in a folder lead that its keeper put there: caches of models hold links. What leads nowhere is left out. */
export async function linkedFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  const links = entries.filter((entry) => entry.isSymbolicLink()).slice(0, LINKS_AT_MOST);
  const home = (await realpath(dir).catch(() => dir)) + sep;
  const ends = await Promise.all(
    links.map(({ parentPath, name }) => realpath(join(parentPath, name)).catch(() => home)),
  );
  return [...new Set(ends.filter((path) => !path.startsWith(home)))];
}

/** What a program needs of the system to be loaded at all. What is not there is left out. */
const SYSTEM = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/etc/ld.so.cache',
  '/etc/localtime',
  '/nix/store',
];
/** The runtime reads there how many cores there are. */
const CORES = '/sys/devices/system/cpu';

export interface BubblewrapOptions {
  /** The process's script, in a build; the packages lie beside its outermost folder. */
  readonly script: string;
  /** Files and folders it may read, absolute. */
  readonly readable: readonly string[];
  /** All it may write, in memory. */
  readonly scratchBytes: number;
}

/**
 * What bubblewrap is told before the program and its arguments: namespaces of its own for everything, no network, no
 * rights, nothing to be seen of the file system but what is named here, and that to be read only.
 */
export function bubblewrapArgs({ script, readable, scratchBytes }: BubblewrapOptions): string[] {
  const shown = [...SYSTEM, CORES, ...programParts(script), process.execPath];
  return [
    ...['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
    // Named first, so that what is bound beneath it stays to be seen.
    ...['--size', String(scratchBytes), '--perms', '0700', '--tmpfs', '/tmp'],
    ...['--proc', '/proc', '--dev', '/dev'],
    ...shown.filter(existsSync).flatMap((path) => ['--ro-bind', realpathSync(path), path]),
    ...readable.flatMap((path) => ['--ro-bind', realpathSync(path), path]),
    ...['--remount-ro', '/', '--chdir', '/', '--setenv', 'HOME', '/tmp', '--setenv', 'TMPDIR', '/tmp'],
    '--',
  ];
}

/** The build, its packages, and what says that they are modules. */
function programParts(script: string): string[] {
  const build = buildOf(script);
  const home = dirname(build);
  return [build, join(home, 'node_modules'), join(home, 'package.json')];
}

/** The folder that holds apps and libs. */
function buildOf(script: string): string {
  let at = dirname(script);
  while (!existsSync(join(at, 'apps')) && at !== dirname(at)) at = dirname(at);
  return at;
}

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
