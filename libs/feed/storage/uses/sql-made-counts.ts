import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { beginningsOf, type MadeWith } from '../../domain/posts/made-with.js';
import { MadeCounts } from '../../domain/uses/made-counts.js';
import type { PostTables } from '../posts/tables.js';

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
