import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Versions } from '../../domain/version.js';
import { Hashes, HashFinders, type HashMatch } from '../../domain/versions/hashes.js';
import { isThereFor } from '../../domain/versions/openness.js';

/** Leads from what pictures say of their model to the model. */
@Injectable()
export class FindByHash {
  constructor(
    private readonly hashes: Hashes,
    private readonly others: HashFinders,
    private readonly versions: Versions,
  ) {}

  /** @param askerId null for a visitor. @throws Rejection HUB_HASH_UNKNOWN, also for what is not there for them */
  async run(hash: string, askerId: string | null): Promise<HashMatch> {
    const digits = hash.toLowerCase();
    const match = (await this.hashes.find(digits)) ?? (await this.others.find(digits));
    if (!match || !(await this.isThere(match, askerId))) throw new Rejection('HUB_HASH_UNKNOWN');
    return match;
  }

  private async isThere({ modelId }: HashMatch, askerId: string | null): Promise<boolean> {
    if (modelId === undefined || askerId !== null) return true;
    const model = await this.versions.modelById(modelId);
    return model !== null && isThereFor(askerId, model);
  }
}
