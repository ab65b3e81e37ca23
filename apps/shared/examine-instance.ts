import { isolationLevel } from '@visionary/generation';
import type { Config } from '@visionary/platform/config';
import { type DoctorFinding, examine, finding } from '@visionary/platform/doctor';

const SANDBOX_CODES = { bubblewrap: 'sandboxBubblewrap', user: 'sandboxUser', limits: 'sandboxLimits' } as const;

/** Looks at everything that a server needs, its sandbox included. */
export const examineInstance = (config: Config): Promise<DoctorFinding[]> =>
  examine(config, 'server', [{ check: 'sandbox', run: checkSandbox }]);

async function checkSandbox(): Promise<DoctorFinding> {
  const level = await isolationLevel();
  return finding('sandbox', level === 'bubblewrap' ? 'ok' : 'warning', SANDBOX_CODES[level]);
}
