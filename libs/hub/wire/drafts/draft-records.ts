import { Injectable } from '@nestjs/common';
import { DraftRows } from '../../domain/drafts/draft-rows.js';
import { Drafts } from '../../domain/drafts.js';

/** What somebody's data say of their drafts. */
@Injectable()
export class DraftRecords {
  constructor(
    private readonly rows: DraftRows,
    private readonly drafts: Drafts,
  ) {}

  async *of(personId: string): AsyncIterable<readonly object[]> {
    for (const { id, state, form, createdAt, changedAt } of await this.rows.ofMaker(personId)) {
      const files = (await this.drafts.filesOf(id)).map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }));
      const times = { createdAt: new Date(createdAt).toISOString(), changedAt: new Date(changedAt).toISOString() };
      yield [{ id, state, form, ...times, files }];
    }
  }
}
