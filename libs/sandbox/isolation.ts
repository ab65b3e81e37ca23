import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execFile } from 'node:child_process';
import { bubblewrapArgs, type Scratch } from './bubblewrap.js';
import { devicesOfCards, graphicsDevices, groupsOf } from './graphics.js';
import type { IsolationLevel } from './isolation-level.js';
import { giveBackSandboxUid, SANDBOX_GID, SANDBOX_UIDS, takeSandboxUid } from './sandbox-user.js';

/** One way to start a process apart, with the programs it needs. */
export interface Isolation {
  readonly level: IsolationLevel;
  /** The process runs as a user that only its sandbox has. */
  readonly changesUser: boolean;
  /** Absolute path of bubblewrap. */
  readonly bubblewrap?: string;
  readonly setpriv?: string;
  /** unshare and its arguments. */
  readonly unshare?: readonly string[];
  /** Why a stricter one doesn't work here. */
  readonly reason?: string;
}

export interface Confinement {
  /** Script of the process, in a build. */
  readonly script: string;
  /** Readable files and folders, absolute. */
  readonly readable: readonly string[];
  readonly scratch: Scratch;
  /** Whether it may use graphics cards. */
  readonly usesGraphics?: boolean;
  /** Of these cards only, by their devices. Absent: of all. */
  readonly cardDevices?: readonly string[] | undefined;
  /** Limit of resident memory of the process and its children. */
  readonly memoryBytes: number;
  /** Of 19. */
  readonly niceness?: number;
  /** Threads count, too: a renderer has some for each model in memory. */
  readonly maxProcesses?: number;
  /** The user of the process, if the isolation changes it. */
  readonly uid?: number;
}

const MAX_PROCESSES = 4_096;

/** A process reserves more address space than it uses. */
const RESERVED_MEMORY = { factor: 1.5, bytes: 512 * 2 ** 20 };

/** Bash and dash have different letters for the number of processes. */
const limitProcesses = (max: number) => `ulimit -u ${max} 2>/dev/null || ulimit -p ${max} 2>/dev/null`;

/** The kernel ends these first when memory runs out, before the server and its database. Raising it needs no right. */
const END_FIRST = '{ echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null';

/**
 * The command line that starts a program in a sandbox. A shell restricts itself first: no core files, and a limit on
 * reserved memory, which grows faster than the polling of resident memory. Ctrl+C in a terminal is the server's matter.
 */
export function sandboxCommand(confinement: Confinement, isolation: Isolation, filterFd?: number): string[] {
  const { memoryBytes, niceness } = confinement;
  const kibibytes = Math.ceil((memoryBytes * RESERVED_MEMORY.factor + RESERVED_MEMORY.bytes) / 1024);
  const nice = niceness === undefined ? '' : `command -v nice >/dev/null && set -- nice -n ${niceness} "$@"; `;
  const limits = `${END_FIRST}; ulimit -c 0; ulimit -d ${kibibytes} 2>/dev/null; trap '' INT; ${nice}exec "$@"`;
  return ['/bin/sh', '-c', limits, 'sh', ...wrapperOf(confinement, isolation, filterFd)];
}

function wrapperOf(confinement: Confinement, isolation: Isolation, filterFd?: number): string[] {
  const { bubblewrap, setpriv, unshare, changesUser } = isolation;
  // Inside of bubblewrap, because outside the processes of the server's user would count.
  const limit = limitProcesses(confinement.maxProcesses ?? MAX_PROCESSES);
  const limited = ['/bin/sh', '-c', `${limit}; exec "$@"`, 'sh'];
  const { script, readable, scratch, uid, usesGraphics = false, cardDevices } = confinement;
  const devices = usesGraphics ? devicesOfCards(graphicsDevices(), cardDevices) : [];
  const asUser = changesUser && setpriv !== undefined ? [setpriv, ...userArgs(uid, groupsOf(devices))] : [];
  if (bubblewrap !== undefined) {
    const graphics = usesGraphics ? { devices } : undefined;
    const options = { script, readable, scratch, changesUser, filterFd, graphics };
    return [bubblewrap, ...bubblewrapArgs(options), ...limited, ...asUser];
  }
  const endsWithServer = setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'KILL', '--no-new-privs'];
  if (!changesUser) return endsWithServer;
  return [...(unshare ? [...endsWithServer, ...unshare] : []), ...limited, ...asUser];
}

/** Arguments of setpriv. */
export const userArgs = (uid: number = SANDBOX_UIDS.first, groups: readonly number[] = []): string[] => [
  ...['--reuid', String(uid), '--regid', String(SANDBOX_GID)],
  ...(groups.length > 0 ? ['--groups', groups.join(',')] : ['--clear-groups']),
  ...['--no-new-privs', '--pdeathsig', 'KILL'],
];

/** An empty network, and no view of other processes. The process ends with unshare, and unshare with the server. */
const UNSHARE_ARGS = ['--net', '--ipc', '--pid', '--fork', '--kill-child', '--mount-proc', '--'];

const DEADLINE_MS = 10_000;
const SCRATCH_BYTES = 2 ** 20;
const MEMORY_BYTES = 2 ** 31;

/** Ways to start a process apart, strictest first. The last one always works. */
async function candidates(): Promise<Isolation[]> {
  const [bubblewrap, setpriv, unshare] = await Promise.all(['bwrap', 'setpriv', 'unshare'].map(programOnPath));
  const mayChangeUser = process.getuid?.() === 0 && setpriv !== undefined;
  const found: Isolation[] = [];
  if (bubblewrap !== undefined) {
    if (mayChangeUser) found.push({ level: 'bubblewrap', bubblewrap, setpriv, changesUser: true });
    found.push({ level: 'bubblewrap', bubblewrap, changesUser: false });
  }
  if (mayChangeUser) {
    if (unshare !== undefined) {
      found.push({ level: 'user', setpriv, unshare: [unshare, ...UNSHARE_ARGS], changesUser: true });
    }
    found.push({ level: 'user', setpriv, changesUser: true });
  }
  found.push({ level: 'limits', changesUser: false, ...(setpriv === undefined ? {} : { setpriv }) });
  return process.platform === 'win32' ? found.slice(-1) : found;
}

const working = new Map<string, Promise<Isolation>>();

/**
 * The strictest isolation that works on this machine. Tested once per process and kind.
 * @param isReadableByEveryone whether another user could read the files that the process needs
 */
export function findIsolation(script: string, isReadableByEveryone = true): Promise<Isolation> {
  const key = `${isReadableByEveryone} ${script}`;
  const found = working.get(key) ?? detect(script, isReadableByEveryone);
  working.set(key, found);
  return found;
}

/** All that work on this machine, strictest first. */
export async function workingIsolations(script: string): Promise<Isolation[]> {
  const found = await candidates();
  const failures = await Promise.all(found.map((isolation) => tryToRun(script, isolation)));
  return found.filter((_, at) => failures[at] === undefined);
}

async function detect(script: string, isReadableByEveryone: boolean): Promise<Isolation> {
  const found = (await candidates()).filter(({ changesUser }) => isReadableByEveryone || !changesUser);
  const strictest = found[0]!;
  let reason = strictest.level === 'bubblewrap' ? undefined : 'bubblewrap is not installed';
  for (const isolation of found) {
    const failure = await tryToRun(script, isolation);
    if (failure === undefined) {
      return isolation.level === 'bubblewrap' || reason === undefined ? isolation : { ...isolation, reason };
    }
    if (isolation.level === 'bubblewrap') reason = failure;
  }
  return { ...found.at(-1)!, ...(reason === undefined ? {} : { reason }) };
}

/** Tests only that the script can be read and run. @returns what went wrong */
function tryToRun(script: string, isolation: Isolation): Promise<string | undefined> {
  const uid = takeSandboxUid();
  const confinement = { script, readable: [], scratch: { bytes: SCRATCH_BYTES }, memoryBytes: MEMORY_BYTES, uid };
  const [program = '', ...args] = [...sandboxCommand(confinement, isolation), process.execPath, '--check', script];
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH };
    execFile(program, args, { timeout: DEADLINE_MS, killSignal: 'SIGKILL', cwd: '/', env }, (error, _out, output) => {
      giveBackSandboxUid(uid);
      resolve(error === null ? undefined : (output.trim().split('\n')[0] ?? '') || error.message);
    });
  });
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
