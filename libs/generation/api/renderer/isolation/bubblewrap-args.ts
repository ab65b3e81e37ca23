import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

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
