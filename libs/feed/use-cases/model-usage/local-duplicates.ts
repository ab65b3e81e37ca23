import { Injectable } from '@nestjs/common';
import { HashLookup } from '@visionary/hub';
import type { UsedModelQuery, UsedModel } from '../../domain/posts/used-models-of.js';

/** A copy of what lies in the server's own folder is told from it by the name that an image was made under. */
@Injectable()
export class LocalDuplicates {
  constructor(private readonly finders: HashLookup) {}

  /** May read whole folders the first time. */
  async of(made: readonly UsedModel[]): Promise<UsedModelQuery[]> {
    const all: UsedModelQuery[] = [];
    for (const { kind, hash } of made) {
      const excludeNames = await this.finders.nameOf(kind, hash);
      all.push({ kind, hash, ...(excludeNames !== undefined && { excludeNames }) });
    }
    return all;
  }
}
