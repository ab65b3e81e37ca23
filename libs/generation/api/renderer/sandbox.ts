import { chmod, readdir, stat, realpath, access, constants } from 'node:fs/promises';
import { dirname, join, sep, delimiter, resolve } from 'node:path';
import { existsSync, realpathSync } from 'node:fs';
import { execFile, type ChildProcess, fork, type ForkOptions } from 'node:child_process';
import type { IsolationLevel } from '../../domain/probe-protocol.js';
import { rendererEnvironment } from './renderer-options.js';

/** User and group `nobody`, on every system that has them. */
const NOBODY = { uid: 65_534, gid: 65_534 } as const;

const READ_RIGHTS = { folder: 0o555, file: 0o444 };
const ENTER_RIGHT = 0o001;

/** Makes a trial folder readable for everyone. @returns false if a parent folder cannot be entered */
async function makeReadableForNobody(dir: string): Promise<boolean> {
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory() || entry.isFile()) {
      await addRights(path, entry.isDirectory() ? READ_RIGHTS.folder : READ_RIGHTS.file);
    }
  }
  await addRights(dir, READ_RIGHTS.folder);
  return canBeEntered(dirname(dir));
}

async function addRights(path: string, rights: number): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & rights) !== rights) await chmod(path, (mode & 0o7777) | rights);
}

async function canBeEntered(dir: string): Promise<boolean> {
  for (let folder = dir; ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & ENTER_RIGHT) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

const MAX_LINKS = 1_000;

/** Targets of symbolic links that point out of a folder: download caches consist of links. Skips broken links. */
async function externalLinkTargets(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  const links = entries.filter((entry) => entry.isSymbolicLink()).slice(0, MAX_LINKS);
  const root = (await realpath(dir).catch(() => dir)) + sep;
  const targets = await Promise.all(
    links.map(({ parentPath, name }) => realpath(join(parentPath, name)).catch(() => root)),
  );
  return [...new Set(targets.filter((path) => !path.startsWith(root)))];
}

/** What a program needs of the system to start. Missing paths are skipped. */
const SYSTEM_PATHS = [
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
/** The runtime reads the number of cores from there. */
const CPU_INFO = '/sys/devices/system/cpu';

export interface BubblewrapOptions {
  /** Script of the process, in a build. The packages are beside the outermost folder of the build. */
  readonly script: string;
  /** Readable files and folders, absolute. */
  readonly readable: readonly string[];
  /** Writable space, in memory. */
  readonly scratchBytes: number;
}

/**
 * Arguments of bubblewrap before the program: own namespaces, no network, no capabilities, and a read-only file system with
 * nothing but the named paths.
 */
export function bubblewrapArgs({ script, readable, scratchBytes }: BubblewrapOptions): string[] {
  const systemPaths = [...SYSTEM_PATHS, CPU_INFO, ...programPaths(script), process.execPath];
  return [
    ...['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
    // Comes first, so that later mounts below it stay visible.
    ...['--size', String(scratchBytes), '--perms', '0700', '--tmpfs', '/tmp'],
    ...['--proc', '/proc', '--dev', '/dev'],
    ...systemPaths.filter(existsSync).flatMap((path) => ['--ro-bind', realpathSync(path), path]),
    ...readable.flatMap((path) => ['--ro-bind', realpathSync(path), path]),
    ...['--remount-ro', '/', '--chdir', '/', '--setenv', 'HOME', '/tmp', '--setenv', 'TMPDIR', '/tmp'],
    '--',
  ];
}

/** The build, its packages, and the package.json that makes them modules. */
function programPaths(script: string): string[] {
  const buildFolder = buildFolderOf(script);
  const projectFolder = dirname(buildFolder);
  return [buildFolder, join(projectFolder, 'node_modules'), join(projectFolder, 'package.json')];
}

/** The folder that contains apps and libs. */
function buildFolderOf(script: string): string {
  let folder = dirname(script);
  while (!existsSync(join(folder, 'apps')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

export interface Isolation {
  readonly level: IsolationLevel;
  /** Absolute path of a working bubblewrap. */
  readonly bubblewrap?: string;
}

const DEADLINE_MS = 10_000;
const SCRATCH_BYTES = 2 ** 20;

let detectedIsolation: Promise<Isolation> | undefined;

/** The strictest isolation that works on this machine. Tested once per process. */
export function findIsolation(script: string): Promise<Isolation> {
  return (detectedIsolation ??= detect(script));
}

async function detect(script: string): Promise<Isolation> {
  const bubblewrap = await programOnPath('bwrap');
  // Tests only that the script can be read and run.
  const checkCommand = [process.execPath, '--check', script];
  if (bubblewrap) {
    const wrapper = bubblewrapArgs({ script, readable: [], scratchBytes: SCRATCH_BYTES });
    if (await canRun(bubblewrap, [...wrapper, ...checkCommand])) return { level: 'bubblewrap', bubblewrap };
  }
  const isRoot = process.getuid?.() === 0;
  return { level: isRoot && (await canRun(process.execPath, checkCommand.slice(1), NOBODY)) ? 'user' : 'limits' };
}

async function programOnPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter((one) => one !== '')) {
    const path = join(folder, name);
    const isExecutable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isExecutable) return path;
  }
  return undefined;
}

/** Whether it exits without an error. */
function canRun(program: string, args: readonly string[], user: object = {}): Promise<boolean> {
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
  /** The files are untrusted, in a folder made for the trial. Links in it are not followed. */
  readonly isReadableByNobody: boolean;
}

/** A process reserves more address space than it uses. */
const RESERVED_MEMORY = { factor: 1.5, bytes: 512 * 2 ** 20 };

/** Starts the probe in the strictest isolation. @returns also the isolation in effect */
export async function spawnSandboxed(
  start: ProbeStart,
  isolation: Isolation,
): Promise<{ readonly child: ChildProcess; readonly level: IsolationLevel }> {
  const level = await levelFor(start, isolation);
  const wrapper = level === 'bubblewrap' ? [isolation.bubblewrap!, ...(await bubblewrapFor(start))] : [];
  const options: ForkOptions = {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: rendererEnvironment({ threads: start.threads, memoryMiB: 0 }, process.env),
    ...withLimits(start.memoryBytes, wrapper),
    ...(level === 'user' ? NOBODY : {}),
  };
  return { child: fork(start.script, [...start.args], options), level };
}

/** Another user only helps if they can read the files. */
async function levelFor({ dir, isReadableByNobody }: ProbeStart, { level }: Isolation): Promise<IsolationLevel> {
  if (level !== 'user' || (isReadableByNobody && (await makeReadableForNobody(dir)))) return level;
  return 'limits';
}

async function bubblewrapFor({ script, dir, lora, isReadableByNobody, memoryBytes }: ProbeStart): Promise<string[]> {
  const folders = [dir, ...(lora === undefined ? [] : [dirname(lora)])].map((path) => resolve(path));
  const linkTargets = isReadableByNobody ? [] : await Promise.all(folders.map(externalLinkTargets));
  // The program itself reports missing files.
  const readable = [...folders, ...linkTargets.flat()].filter((path) => existsSync(path));
  return bubblewrapArgs({ script, readable, scratchBytes: memoryBytes });
}

/**
 * Starts the program through a shell that restricts itself first: no core files, a limit on reserved memory, which grows faster
 * than the polling of resident memory, and no new privileges.
 */
function withLimits(memoryBytes: number, wrapper: readonly string[]): { execPath?: string; execArgv: string[] } {
  if (process.platform === 'win32') return { execArgv: [] };
  const kibibytes = Math.ceil((memoryBytes * RESERVED_MEMORY.factor + RESERVED_MEMORY.bytes) / 1024);
  const limits = `ulimit -c 0; ulimit -d ${kibibytes} 2>/dev/null`;
  const dropPrivileges = 'command -v setpriv >/dev/null && exec setpriv --no-new-privs "$0" "$@"';
  const script = `${limits}; ${wrapper.length > 0 ? '' : `${dropPrivileges}; `}exec "$0" "$@"`;
  return { execPath: '/bin/sh', execArgv: ['-c', script, ...wrapper, process.execPath] };
}
