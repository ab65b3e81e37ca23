import { type ChildProcess, execFile, fork } from 'node:child_process';
import { chown, lchown, readdir, rm } from 'node:fs/promises';
import { arch, constants } from 'node:os';
import { join, resolve } from 'node:path';
import { type Confinement, findIsolation, type Isolation, sandboxCommand, userArgs } from './isolation.js';
import { recordIsolation, type SandboxPurpose } from './isolation-in-effect.js';
import {
  closedParent,
  firstUnreadable,
  isInside,
  letSandboxEnter,
  linkTargets,
  makeReadable,
} from './readable-paths.js';
import { giveBackSandboxUid, SANDBOX_GID, takeSandboxUid } from './sandbox-user.js';
import { makeScratchFolder } from './scratch-folder.js';
import { seccompFilter } from './seccomp.js';

export interface SandboxedProgram extends Omit<Confinement, 'scratch' | 'uid'> {
  /** Absent in tests. */
  readonly purpose?: SandboxPurpose;
  /** Defaults to what decoding a large image takes. Space in memory does not count as memory of the process. */
  readonly scratch?: Confinement['scratch'];
  readonly args?: readonly string[];
  /** The whole environment: nothing of the server's. */
  readonly env: NodeJS.ProcessEnv;
  /** Of node. */
  readonly execArgv?: readonly string[];
  /** Folders of the server, made for sandboxed processes, where links are not followed. They become readable for everyone. */
  readonly sealed?: readonly string[];
  /** Folders of the server around the readable ones. A user of its own must be able to enter them. */
  readonly ownFolders?: readonly string[];
  /** By default the strictest that works. */
  readonly isolation?: Isolation;
}

export interface SandboxedProcess {
  readonly child: ChildProcess;
  /** The isolation in effect, which may be weaker than the strictest one of the machine. */
  readonly isolation: Isolation;
  /** Files and folders it can read. */
  readonly readable: readonly string[];
}

const SCRATCH_BYTES = 2 ** 30;

/** After stdin, stdout, stderr and the channel. */
const FILTER_FD = 4;

/** Ends the programs that run. One listener, because Node warns of more than ten. */
const endings = new Set<() => void>();
process.on('exit', () => {
  for (const end of endings) end();
});

/** Starts a program of this project, apart from the server, with an IPC channel. It ends with this process at the latest. */
export async function startSandboxed(program: SandboxedProgram): Promise<SandboxedProcess> {
  const sealed = (program.sealed ?? []).map((path) => resolve(path));
  await Promise.all(sealed.map(makeReadable));
  const named = program.readable.map((path) => resolve(path));
  const readable = outermost([...sealed, ...named, ...(await Promise.all(named.map(linkTargets))).flat()]);
  const ownFolders = program.ownFolders ?? [];
  const isolation = program.isolation ?? (await isolationFor(program.script, readable, ownFolders));
  const ownScratch = await ownScratchFolder(program, isolation);
  const scratch = ownScratch ?? program.scratch ?? { bytes: SCRATCH_BYTES };
  const uid = isolation.changesUser ? takeSandboxUid() : undefined;
  const confinement = { ...program, readable, scratch, ...(uid === undefined ? {} : { uid }) };
  if (uid !== undefined && 'folder' in scratch) await giveAll(scratch.folder, uid);
  if (program.purpose) recordIsolation(program.purpose, isolation);
  const child = launch(program, confinement, isolation);
  const end = () => {
    child.kill('SIGKILL');
    if (isolation.bubblewrap !== undefined) endGroup(child.pid);
  };
  endings.add(end);
  onEnd(child, async () => {
    endings.delete(end);
    letGo(child);
    if (isolation.bubblewrap !== undefined) endGroup(child.pid);
    if (uid !== undefined) await endUser(uid, isolation);
    if (ownScratch) await rm(ownScratch.folder, { recursive: true, force: true }).catch(() => undefined);
  });
  return { child, isolation, readable };
}

/** What the server put there before. Nobody else could. */
async function giveAll(folder: string, uid: number): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) await lchown(join(folder, name), uid, SANDBOX_GID);
  await chown(folder, uid, SANDBOX_GID);
}

function onEnd(child: ChildProcess, callback: () => Promise<void>): void {
  // A program that could not be started has no exit.
  child.once('exit', () => void callback()).once('error', () => child.pid === undefined && void callback());
}

/**
 * Closes this end of the channel and the output. A program whose bubblewrap was killed while it started still runs, in a
 * session of its own, and ends when its channel does.
 */
function letGo(child: ChildProcess): void {
  if (child.connected) child.disconnect();
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** Bubblewrap's inner process does not end with the outer one yet when this is killed while it starts. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing is left of it.
  }
}

/** Without a process namespace, processes that left their parent would outlive it. The user may signal only its own. */
async function endUser(uid: number, { bubblewrap, unshare, setpriv }: Isolation): Promise<void> {
  if (bubblewrap === undefined && unshare === undefined && setpriv !== undefined) {
    const endAll = [...userArgs(uid), '/bin/sh', '-c', 'kill -KILL -1'];
    await new Promise<void>((resolve) => execFile(setpriv, endAll, { cwd: '/', env: {} }, () => resolve()));
  }
  giveBackSandboxUid(uid);
}

/** Without bubblewrap, another user has no space in memory, and often none in TMPDIR. Removed with the process. */
async function ownScratchFolder({ scratch }: SandboxedProgram, { changesUser, bubblewrap }: Isolation) {
  if (!changesUser || bubblewrap !== undefined || (scratch && 'folder' in scratch)) return undefined;
  return { folder: await makeScratchFolder() };
}

/** A path inside of another one is shown with it, and bubblewrap mounts nothing on links. */
function outermost(paths: readonly string[]): string[] {
  const all = [...new Set(paths)];
  return all.filter((path) => !all.some((other) => other !== path && isInside(path, other)));
}

/** Whether a process can read files that were added or linked since it started. */
export async function canRead({ isolation, readable }: SandboxedProcess, paths: readonly string[]): Promise<boolean> {
  for (const path of paths.map((one) => resolve(one))) {
    if (isolation.changesUser && (await firstUnreadable(path)) !== undefined) return false;
    if (isolation.bubblewrap === undefined) continue;
    const needed = [path, ...(await linkTargets(path))];
    if (!needed.every((one) => readable.some((folder) => isInside(one, folder)))) return false;
  }
  return true;
}

/** Another user only helps if they can read the files. */
async function isolationFor(
  script: string,
  readable: readonly string[],
  ownFolders: readonly string[],
): Promise<Isolation> {
  const strictest = await findIsolation(script);
  if (!strictest.changesUser) return strictest;
  // Bubblewrap shows the files without the folders around them.
  if (!strictest.bubblewrap) await letSandboxEnter(ownFolders);
  for (const path of readable) {
    const obstacle = (await firstUnreadable(path)) ?? (strictest.bubblewrap ? undefined : await closedParent(path));
    if (obstacle === undefined) continue;
    return { ...(await findIsolation(script, false)), reason: `not everyone may read ${obstacle}` };
  }
  return strictest;
}

function launch(program: SandboxedProgram, confinement: Confinement, isolation: Isolation): ChildProcess {
  const nodeArgs = program.execArgv ?? [];
  const filter = isolation.bubblewrap === undefined ? null : seccompFilter(arch(), confinement.usesGraphics);
  const command = sandboxCommand(confinement, isolation, filter ? FILTER_FD : undefined);
  const [execPath, ...wrapper] = process.platform === 'win32' ? [] : [...command, process.execPath];
  const child = fork(program.script, [...(program.args ?? [])], {
    serialization: 'advanced',
    // A process group of its own.
    detached: isolation.bubblewrap !== undefined,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', filter ? 'pipe' : 'ignore'],
    env: { ...program.env, ...scratchEnvironment(confinement, isolation) },
    ...(execPath === undefined ? {} : { execPath }),
    execArgv: [...wrapper, ...nodeArgs],
  });
  if (filter) sendFilter(child, filter);
  return child;
}

/** Bubblewrap shows the folder as /tmp. */
function scratchEnvironment({ scratch }: Confinement, { bubblewrap }: Isolation): NodeJS.ProcessEnv {
  if (bubblewrap !== undefined || !('folder' in scratch)) return {};
  const { folder } = scratch;
  return { TMPDIR: folder, HOME: folder, XDG_CACHE_HOME: join(folder, '.cache') };
}

function sendFilter(child: ChildProcess, filter: Buffer): void {
  const pipe = child.stdio[FILTER_FD] as NodeJS.WritableStream | null | undefined;
  // A program that doesn't start reports it by its exit.
  pipe?.on('error', () => undefined);
  pipe?.end(filter);
}

/** Shells and bubblewrap report a program that a signal ended as 128 plus the signal's number. */
const SIGNAL_OFFSET = 128;

/** The signal that ended a program, also one inside of others. */
export function endingSignal(code: number | null, signal: string | null): string | undefined {
  if (signal !== null) return signal;
  return Object.entries(constants.signals).find(([, number]) => code === SIGNAL_OFFSET + number)?.[0];
}
