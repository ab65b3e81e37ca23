import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Versions } from '../../domain/version.js';
import { Hashes, HashLookup, type HashMatch } from '../../domain/versions/hashes.js';
import { isVisibleTo } from '../../domain/versions/visibility.js';

/** Leads from what images say of their model to the model. */
@Injectable()
export class FindByHash {
  constructor(
    private readonly hashes: Hashes,
    private readonly others: HashLookup,
    private readonly versions: Versions,
  ) {}

  /** @param askerId null for a visitor. @throws Rejection HUB_HASH_NOT_FOUND, also for what is not there for them */
  async run(hash: string, askerId: string | null): Promise<HashMatch> {
    const digits = hash.toLowerCase();
    const match = (await this.hashes.find(digits)) ?? (await this.others.find(digits));
    if (!match || !(await this.isThere(match, askerId))) throw new Rejection('HUB_HASH_NOT_FOUND');
    return match;
  }

  private async isThere({ modelId }: HashMatch, askerId: string | null): Promise<boolean> {
    if (modelId === undefined || askerId !== null) return true;
    const model = await this.versions.modelById(modelId);
    return model !== null && isVisibleTo(askerId, model);
  }
}
