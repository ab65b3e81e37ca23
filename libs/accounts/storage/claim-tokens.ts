import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { ClaimTokenRow } from './account.entity.js';

/** Tokens that make their holder the first admin. */
@Injectable()
export class ClaimTokens {
  constructor(private readonly database: Database) {}

  /** Also deletes expired tokens. */
  async add(tokenHash: string, at: number, expiredBefore: number): Promise<void> {
    const { em } = this.database;
    await em.nativeDelete(ClaimTokenRow, { createdAt: { $lt: expiredBefore } });
    await em.insert(ClaimTokenRow, { tokenHash, createdAt: at });
  }

  /**
   * Inside a transaction: deletes all tokens if this one is valid. Of two concurrent calls, one deletes the row.
   * @returns whether the token existed and had not expired
   */
  async redeem(tokenHash: string, expiredBefore: number): Promise<boolean> {
    const { em } = this.database;
    const deleted = await em.nativeDelete(ClaimTokenRow, { tokenHash, createdAt: { $gte: expiredBefore } });
    if (deleted === 0) return false;
    await em.nativeDelete(ClaimTokenRow, {});
    return true;
  }
}
