import type { Config } from '@visionary/platform/config';
import { checkAddress } from './check-address.js';
import { checkClock } from './check-clock.js';
import { checkDatabase } from './check-database.js';
import { checkFiles } from './check-files.js';
import { checkGraphics } from './graphics/check-graphics.js';
import { readGraphics } from './graphics/read-graphics.js';
import { checkLimits, checkMachine } from './check-machine.js';
import { checkRedis } from './check-redis.js';
import { checkRenderer } from './check-renderer.js';
import { checkSpace } from './check-space.js';
import { type Check, CHECKS } from './finding.js';
import { finding, reasonOf, type DoctorFinding } from './findings.js';
import type { ServiceFindings } from './services.js';

const DEADLINE_MS = 10_000;
const NO_FINDINGS: ServiceFindings = { findings: [] };

/** A look at one part, of a slice that the platform does not know. */
export interface ExtraCheck {
  readonly check: Check;
  run(): Promise<readonly DoctorFinding[]>;
  /** How long it may take. */
  readonly deadlineMs?: number;
}

/** Looks at everything this machine offers to a server or, without a database, to a worker. Changes nothing. */
export async function examine(
  config: Config,
  role: 'server' | 'worker',
  extraChecks: readonly ExtraCheck[] = [],
): Promise<DoctorFinding[]> {
  const isServer = role === 'server';
  const [database, redis, ...others] = await Promise.all([
    isServer ? service('database', () => checkDatabase(config)) : NO_FINDINGS,
    service('redis', () => checkRedis(config)),
    settle('machine', () => [checkMachine()]),
    settle('limits', () => checkLimits()),
    settle('space', () => checkSpace(config)),
    settle('files', async () => [await checkFiles(config)]),
    settle('address', () => (isServer ? [checkAddress(config)] : [])),
    settle('graphics', async () => checkGraphics(await readGraphics())),
    settle('renderer', () => [checkRenderer(config)]),
    ...extraChecks.map(({ check, run, deadlineMs }) => settle(check, run, deadlineMs)),
  ]);
  const clocks = [database, redis].flatMap(({ clock }) => (clock ? [clock] : []));
  const findings = [...database.findings, ...redis.findings, ...others.flat(), ...checkClock(clocks)];
  return findings.sort((one, other) => CHECKS.indexOf(one.check) - CHECKS.indexOf(other.check));
}

const service = (check: Check, run: () => Promise<ServiceFindings>): Promise<ServiceFindings> =>
  withDeadline(run()).catch((error: unknown) => ({ findings: [failed(check, error)] }));

const settle = async (
  check: Check,
  run: () => readonly DoctorFinding[] | Promise<readonly DoctorFinding[]>,
  deadlineMs = DEADLINE_MS,
): Promise<readonly DoctorFinding[]> => {
  try {
    return await withDeadline(Promise.resolve(run()), deadlineMs);
  } catch (error) {
    return [failed(check, error)];
  }
};

const failed = (check: Check, error: unknown): DoctorFinding =>
  finding(check, 'problem', 'checkFailed', { reason: reasonOf(error) });

/** One part that hangs must not hide the others. */
async function withDeadline<T>(work: Promise<T>, deadlineMs = DEADLINE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs / 1000} s`)), deadlineMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
