import { Injectable } from '@nestjs/common';
import { Database, type Row } from '@visionary/platform/database';
import type { TermScope } from '@visionary/contract';
import type { TopicState, VersionedTerm } from '../../domain/blocked-terms/blocked-term.js';

/** The row that every transaction on the lists locks. */
const LOCK_ROW = 'lists';
/** Rows per statement: databases limit the number of bound values. */
const BATCH_SIZE = 500;

const termOf = (row: Row<'blocked_term'>): VersionedTerm => ({
  ...{ id: row.id, text: row.text, suggestion: row.suggestion, note: row.note, category: row.category },
  ...{ language: row.language, action: row.action },
  scopes: row.scopes.split(',') as TermScope[],
  ...{ byId: row.actor_id, at: Number(row.at), isRemoved: Boolean(row.is_removed), version: Number(row.version) },
});

const rowOf = (term: VersionedTerm): Row<'blocked_term'> => ({
  ...{ id: term.id, text: term.text, category: term.category, language: term.language, action: term.action },
  ...{ scopes: term.scopes.join(','), suggestion: term.suggestion, note: term.note },
  // Built-in terms have no rows.
  ...{ actor_id: term.byId ?? '', at: term.at ?? 0, is_removed: term.isRemoved ? 1 : 0, version: term.version },
});

/**
 * The changes that admins made to the built-in lists. Every change has a version in the order of commits, so a node that knows
 * the lists up to one version asks for the changes after it.
 */
@Injectable()
export class Terms {
  constructor(private readonly database: Database) {}

  async since(version: number): Promise<VersionedTerm[]> {
    return (await this.database.selectFrom('blocked_term').selectAll().where('version', '>', version).execute()).map(
      termOf,
    );
  }

  async topicsSince(version: number): Promise<TopicState[]> {
    const changed = this.database.selectFrom('blocked_term_topic').selectAll().where('version', '>', version);
    return (await changed.execute()).map((row) => ({
      ...{ topic: row.topic, isOn: Boolean(row.is_on), byId: row.actor_id },
      ...{ at: Number(row.at), version: Number(row.version) },
    }));
  }

  async saveTopic({ topic, isOn, byId, at, version }: TopicState): Promise<void> {
    await this.database.deleteFrom('blocked_term_topic').where('topic', '=', topic).execute();
    const row = { topic, is_on: isOn ? 1 : 0, actor_id: byId, at, version };
    await this.database.insertInto('blocked_term_topic').values(row).execute();
  }

  /** Locks the lists until the transaction ends. @returns the version of its changes */
  async lock(): Promise<number> {
    const update = this.database
      .updateTable('blocked_term_version')
      .set(({ eb }) => ({ version: eb('version', '+', 1) }));
    const { numUpdatedRows } = await update.where('name', '=', LOCK_ROW).executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new Error('blocked_term_version has no row');
    const row = this.database.selectFrom('blocked_term_version').select('version').where('name', '=', LOCK_ROW);
    return Number((await row.executeTakeFirstOrThrow()).version);
  }

  /** Each term at most once per transaction. */
  async save(terms: readonly VersionedTerm[]): Promise<void> {
    for (let from = 0; from < terms.length; from += BATCH_SIZE) {
      const rows = terms.slice(from, from + BATCH_SIZE).map(rowOf);
      const ids = rows.map(({ id }) => id);
      await this.database.deleteFrom('blocked_term').where('id', 'in', ids).execute();
      await this.database.insertInto('blocked_term').values(rows).execute();
    }
  }
}
