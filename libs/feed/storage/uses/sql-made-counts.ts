import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import type { MadeWith } from '../../domain/posts/made-with.js';
import { MadeCounts } from '../../domain/uses/made-counts.js';
import type { PostTables } from '../posts/tables.js';

/** Pictures from elsewhere know the first digits of a hash: as many as these, or more. */
const DIGITS_AT_LEAST = 10;

@Injectable()
export class SqlMadeCounts extends MadeCounts {
  constructor(private readonly database: Database) {
    super();
  }

  async of({ kind, hash }: MadeWith): Promise<number> {
    const query = this.database.query<PostTables>();
    const counted =
      kind === 'model'
        ? query
            .selectFrom('post')
            .select(({ fn }) => fn.countAll<number>().as('pictures'))
            .where('model_hash', 'in', beginningsOf(hash))
        : query
            .selectFrom('post_lora')
            .select(({ fn }) => fn.countAll<number>().as('pictures'))
            .where('hash', '=', hash);
    return Number((await counted.executeTakeFirstOrThrow()).pictures);
  }
}

const beginningsOf = (hash: string): string[] =>
  Array.from({ length: hash.length - DIGITS_AT_LEAST + 1 }, (_, more) => hash.slice(0, DIGITS_AT_LEAST + more));
