import type { EntitySchema } from '@mikro-orm/core';
import { AccountRow, BlockRow, ClaimTokenRow, NotificationOptOutRow, NameClaimRow } from './account.entity.js';
import { SessionRow } from './session.entity.js';

/** What the database must know of this slice. */
export const accountsEntities: EntitySchema[] = [
  AccountRow,
  NameClaimRow,
  BlockRow,
  NotificationOptOutRow,
  ClaimTokenRow,
  SessionRow,
];

/** Which blobs are needed; the rest is swept away. */
export const accountsBlobs = [{ table: 'account', column: 'avatar' }];
