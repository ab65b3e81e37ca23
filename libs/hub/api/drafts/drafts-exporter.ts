import { Injectable } from '@nestjs/common';
import { DraftRepository } from '../../domain/drafts/draft-repository.js';
import { Drafts } from '../../domain/drafts.js';

/** What somebody's data say of their drafts. */
@Injectable()
export class DraftsExporter {
  constructor(
    private readonly rows: DraftRepository,
    private readonly drafts: Drafts,
  ) {}

  async *of(userId: string): AsyncIterable<readonly object[]> {
    for (const { id, state, form, createdAt, changedAt } of await this.rows.ofCreator(userId)) {
      const files = (await this.drafts.filesOf(id)).map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }));
      const times = { createdAt: new Date(createdAt).toISOString(), changedAt: new Date(changedAt).toISOString() };
      yield [{ id, state, form, ...times, files }];
    }
  }
}
