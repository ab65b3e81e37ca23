import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GRAPHICS_PATHS } from './graphics.js';
import { SANDBOX_GID } from './sandbox-user.js';

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
  // The runtime reads the number of cores from there, and the renderer the memory of its container.
  '/sys/devices/system/cpu',
  ...['memory.max', 'memory.current', 'memory.stat'].map((name) => `/sys/fs/cgroup/${name}`),
  ...['limit_in_bytes', 'usage_in_bytes'].map((name) => `/sys/fs/cgroup/memory/memory.${name}`),
  '/sys/fs/cgroup/memory/memory.stat',
];

/** Writable space at /tmp: in memory, or an existing folder. */
export type Scratch = { readonly bytes: number } | { readonly folder: string };

export interface BubblewrapOptions {
  /** Script of the process, in a build. The packages are beside the outermost folder of the build. */
  readonly script: string;
  /** Readable files and folders, absolute. */
  readonly readable: readonly string[];
  readonly scratch: Scratch;
  /** What it sees of graphics cards. Absent: nothing. */
  readonly graphics?: { readonly devices: readonly string[] } | undefined;
  /** Another user than the server's: only root can start a process as one. */
  readonly changesUser: boolean;
  /** A file descriptor with a filter of system calls. */
  readonly filterFd?: number | undefined;
}

/**
 * Arguments of bubblewrap before the program: own namespaces, no network, no capabilities, and a read-only file system with
 * nothing but the named paths.
 */
export function bubblewrapArgs(options: BubblewrapOptions): string[] {
  const { script, readable, scratch, graphics, filterFd } = options;
  const devices = graphics?.devices ?? [];
  const systemPaths = graphics ? [...GRAPHICS_PATHS, ...SYSTEM_PATHS] : SYSTEM_PATHS;
  const paths = [...systemPaths, ...programPaths(script), process.execPath, ...readable].filter(existsSync);
  return [
    ...namespaceArgs(options),
    ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
    ...(options.changesUser ? ['--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID'] : []),
    ...(filterFd === undefined ? [] : ['--seccomp', String(filterFd)]),
    // Comes first, so that later mounts below it stay visible.
    ...('folder' in scratch
      ? ['--bind', scratch.folder, '/tmp']
      : ['--size', String(scratch.bytes), '--perms', '1777', '--tmpfs', '/tmp']),
    // A shared mapping of /dev/zero is memory that counts for no process. A mount without device files can't open it.
    ...['--proc', '/proc', '--dev', '/dev', '--ro-bind', '/dev/null', '/dev/zero'],
    ...foldersAround([...paths, ...devices]).flatMap((path) => ['--perms', '0755', '--dir', path]),
    ...paths.flatMap((path) => ['--ro-bind', realpathSync(path), path]),
    ...devices.flatMap((path) => ['--dev-bind', path, path]),
    // In /dev/shm would be memory, and in /proc the order in which the kernel ends processes for lack of memory.
    ...['/dev', '/proc', '/'].flatMap((path) => ['--remount-ro', path]),
    ...['--chdir', '/', '--setenv', 'HOME', '/tmp', '--setenv', 'TMPDIR', '/tmp'],
    // Mesa would ask for the home of a user that nobody knows.
    ...['--setenv', 'XDG_CACHE_HOME', '/tmp/.cache'],
    '--',
  ];
}

/** A user namespace has one user, the server's, so a process that changes its user has none. */
function namespaceArgs({ changesUser }: BubblewrapOptions): string[] {
  const shared = ['--unshare-ipc', '--unshare-pid', '--unshare-net', '--unshare-uts', '--unshare-cgroup-try'];
  const id = String(SANDBOX_GID);
  return changesUser ? shared : ['--unshare-user', '--uid', id, '--gid', id, ...shared];
}

/** Bubblewrap would create them for the server's user alone. */
function foldersAround(paths: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) folders.add(folder);
  }
  return [...folders].sort();
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
  return folder === dirname(folder) ? dirname(script) : folder;
}
