import type { TablesOf } from '@visionary/platform/database';
import { casesEntities } from './cases-entities.js';
import { fingerprintEntities } from './fingerprints/entities.js';
import { promptPrefixEntities } from './prompt-prefix-entities.js';
import { blockedTermEntities } from './blocked-term-entities.js';

export const safetyEntities = [
  ...[...blockedTermEntities, ...promptPrefixEntities, ...casesEntities, ...fingerprintEntities],
] as const;

declare module '@visionary/platform/database' {
  interface Tables extends TablesOf<typeof safetyEntities> {}
}
