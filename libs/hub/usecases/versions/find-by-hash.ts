import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Hashes, HashFinders, type HashMatch } from '../../domain/versions/hashes.js';

/** Leads from what pictures say of their model to the model. */
@Injectable()
export class FindByHash {
  constructor(
    private readonly hashes: Hashes,
    private readonly others: HashFinders,
  ) {}

  /** @throws Rejection HUB_HASH_UNKNOWN */
  async run(hash: string): Promise<HashMatch> {
    const digits = hash.toLowerCase();
    const match = (await this.hashes.find(digits)) ?? (await this.others.find(digits));
    if (!match) throw new Rejection('HUB_HASH_UNKNOWN');
    return match;
  }
}
