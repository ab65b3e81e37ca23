import { nodeIsolation } from '@visionary/generation';
import type { Config } from '@visionary/platform/config';
import { type DoctorFinding, examine, type ExtraCheck, finding } from '@visionary/platform/doctor';
import { checkModels } from './check-models.js';

/** Looks at everything that a server needs, its sandbox included. */
export const examineInstance = (config: Config, more: readonly ExtraCheck[] = []): Promise<DoctorFinding[]> =>
  examine(config, 'server', [{ check: 'sandbox', run: checkSandbox }, checkModels(config), ...more]);

async function checkSandbox(): Promise<DoctorFinding[]> {
  const { level, unshare, reason = '–' } = await nodeIsolation();
  switch (level) {
    case 'bubblewrap':
      return [finding('sandbox', 'ok', 'sandboxBubblewrap')];
    case 'user':
      return [finding('sandbox', 'warning', unshare ? 'sandboxUser' : 'sandboxUserOnline', { reason })];
    case 'limits':
      return [finding('sandbox', 'warning', 'sandboxLimits', { reason })];
    default:
      return level satisfies never;
  }
}
