import type { IsolationView } from '@visionary/contract';
import type { Isolation } from '@visionary/sandbox';

export const presentIsolation = ({ level, unshare, reason }: Isolation): IsolationView => ({
  level,
  hasNetwork: level === 'limits' || (level === 'user' && !unshare),
  ...(reason !== undefined && { reason }),
});
