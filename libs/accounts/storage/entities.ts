import type { EntitySchema } from '@mikro-orm/core';
import { AccountRow, BlockRow, ClaimTokenRow, NameClaimRow } from './account.entity.js';
import { SessionRow } from './session.entity.js';

export const accountsEntities: EntitySchema[] = [
  AccountRow,
  NameClaimRow,
  BlockRow,
  ClaimTokenRow,
  SessionRow,
];

/** Columns that reference blobs. Unreferenced blobs are swept. */
export const accountsBlobs = [{ table: 'account', column: 'avatar' }];
