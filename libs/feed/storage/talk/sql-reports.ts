import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { Caretakers, Reports, type StoredReport } from '../../domain/talk/reports.js';
import type { AroundTables, TalkTables } from './tables.js';

@Injectable()
export class SqlReports extends Reports {
  constructor(private readonly database: Database) {
    super();
  }

  async add({ id, authorId, clientId, reason, words, at, ...about }: StoredReport): Promise<void> {
    const subject = {
      post_id: about.postId,
      comment_id: about.commentId,
      model_id: about.modelId,
      person_id: about.personId,
    };
    const row = { id, author_id: authorId, client_id: clientId, ...subject, reason, words, at };
    await this.query.insertInto('report').values(row).execute();
  }

  async isThere(authorId: string, clientId: string): Promise<boolean> {
    const rows = this.query.selectFrom('report').select('id').where('author_id', '=', authorId);
    return (await rows.where('client_id', '=', clientId).executeTakeFirst()) !== undefined;
  }

  async by(authorId: string, afterId: string, limit: number): Promise<StoredReport[]> {
    const all = this.query.selectFrom('report').selectAll().where('author_id', '=', authorId);
    const rows = await all.where('id', '>', afterId).orderBy('id').limit(limit).execute();
    return rows.map((row) => ({
      ...{ id: row.id, authorId: row.author_id, clientId: row.client_id, reason: row.reason, words: row.words },
      ...{
        postId: row.post_id,
        commentId: row.comment_id,
        modelId: row.model_id,
        personId: row.person_id,
        at: Number(row.at),
      },
    }));
  }

  async forgetPerson(personId: string): Promise<void> {
    await this.query.deleteFrom('report').where('author_id', '=', personId).execute();
  }

  private get query() {
    return this.database.query<TalkTables>();
  }
}

@Injectable()
export class SqlCaretakers extends Caretakers {
  constructor(private readonly database: Database) {
    super();
  }

  async all(): Promise<readonly string[]> {
    const rows = this.database.query<AroundTables>().selectFrom('account').select('id').where('role', '!=', 'member');
    return (await rows.execute()).map(({ id }) => id);
  }

  async includes(personId: string): Promise<boolean> {
    const rows = this.database.query<AroundTables>().selectFrom('account').select('id').where('id', '=', personId);
    return (await rows.where('role', '!=', 'member').executeTakeFirst()) !== undefined;
  }
}
