import { Injectable } from '@nestjs/common';
import { ListUserStandings } from '@visionary/accounts';
import { Clock } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { DecisionsInForce } from '@visionary/safety';
import { type Quota, quotaOf } from '../domain/quota.js';
import { DraftFiles } from '../storage/drafts/draft-files.js';
import { Versions } from '../storage/versions.js';

const HOUR_MS = 3_600_000;

/** How much users may store in the hub. */
@Injectable()
export class QuotasService {
  constructor(
    private readonly standings: ListUserStandings,
    private readonly decisions: DecisionsInForce,
    private readonly versions: Versions,
    private readonly files: DraftFiles,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** The quota of a user and what is used of it. */
  async of(userId: string): Promise<Quota & { readonly used: number }> {
    return { ...(await this.quotaOf(userId)), used: await this.files.bytesOf(userId) };
  }

  private async quotaOf(userId: string): Promise<Quota> {
    const { hubQuotaBytes: fullBytes, hubNewQuotaBytes: newBytes, newAccountHours } = this.config;
    const standing = (await this.standings.of([userId])).get(userId);
    const now = this.clock.now();
    const facts = {
      now,
      since: standing?.since ?? now,
      isStaff: standing !== undefined && standing.role !== 'member',
      versions: await this.versions.countPublished(userId),
      decisions: await this.decisions.countAgainst(userId),
    };
    return quotaOf(facts, { fullBytes, newBytes, newAccountMs: newAccountHours * HOUR_MS });
  }
}
