import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { ClaimTokens } from '../domain/claim-tokens.js';
import { ClaimTokenRow } from './account.entity.js';

@Injectable()
export class SqlClaimTokens extends ClaimTokens {
  constructor(private readonly database: Database) {
    super();
  }

  async add(tokenHash: string, at: number, runOutBefore: number): Promise<void> {
    const { em } = this.database;
    await em.nativeDelete(ClaimTokenRow, { createdAt: { $lt: runOutBefore } });
    await em.insert(ClaimTokenRow, { tokenHash, createdAt: at });
  }

  /** Of two who redeem at once, whoever deletes second finds theirs gone. */
  async redeem(tokenHash: string, runOutBefore: number): Promise<boolean> {
    const { em } = this.database;
    const found = await em.nativeDelete(ClaimTokenRow, { tokenHash, createdAt: { $gte: runOutBefore } });
    if (found === 0) return false;
    await em.nativeDelete(ClaimTokenRow, {});
    return true;
  }
}
