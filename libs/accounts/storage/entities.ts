import type { TablesOf } from '@visionary/platform/database';
import { AccountRow, BlockRow, ClaimTokenRow, InstanceSettingRow, NameClaimRow } from './account.entity.js';
import { SessionRow } from './session.entity.js';

export const accountsEntities = [
  AccountRow,
  NameClaimRow,
  BlockRow,
  ClaimTokenRow,
  InstanceSettingRow,
  SessionRow,
] as const;

declare module '@visionary/platform/database' {
  interface Tables extends TablesOf<typeof accountsEntities> {}
}

/** Columns that reference blobs. Unreferenced blobs are swept. */
export const accountsBlobs = [{ table: 'account', column: 'avatar' }];
