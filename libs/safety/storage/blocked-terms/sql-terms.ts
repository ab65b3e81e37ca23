import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import type { TermAction, TermCategory, TermLanguage, WordScope } from '../../domain/blocked-terms/blocked-term.js';
import { Terms, type VersionedTerm } from '../../domain/blocked-terms/terms.js';

interface TermRow {
  id: string;
  text: string;
  category: string;
  language: string;
  action: string;
  scopes: string;
  suggestion: string;
  note: string;
  actor_id: string;
  at: number;
  is_removed: number;
  version: number;
}
interface Tables {
  blocked_term: TermRow;
  blocked_term_version: { name: string; version: number };
}

/** The row that every change takes its turn at. */
const THE_ONE = 'lists';
/** Rows in one statement: databases take so many values and no more. */
const AT_ONCE = 500;

const termOf = (row: TermRow): VersionedTerm => ({
  ...{ id: row.id, text: row.text, suggestion: row.suggestion, note: row.note, category: row.category as TermCategory },
  ...{ language: row.language as TermLanguage, action: row.action as TermAction },
  scopes: row.scopes.split(',') as WordScope[],
  ...{ byId: row.actor_id, at: Number(row.at), isRemoved: Boolean(row.is_removed), version: Number(row.version) },
});

const rowOf = (term: VersionedTerm): TermRow => ({
  ...{ id: term.id, text: term.text, category: term.category, language: term.language, action: term.action },
  ...{ scopes: term.scopes.join(','), suggestion: term.suggestion, note: term.note },
  // Only what users changed is a row.
  ...{ actor_id: term.byId ?? '', at: term.at ?? 0, is_removed: term.isRemoved ? 1 : 0, version: term.version },
});

@Injectable()
export class SqlTerms extends Terms {
  constructor(private readonly database: Database) {
    super();
  }

  async since(version: number): Promise<VersionedTerm[]> {
    return (await this.query.selectFrom('blocked_term').selectAll().where('version', '>', version).execute()).map(
      termOf,
    );
  }

  async turn(): Promise<number> {
    const next = this.query.updateTable('blocked_term_version').set(({ eb }) => ({ version: eb('version', '+', 1) }));
    const { numUpdatedRows } = await next.where('name', '=', THE_ONE).executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new Error('the row of blocked_term_version is missing');
    const row = this.query.selectFrom('blocked_term_version').select('version').where('name', '=', THE_ONE);
    return Number((await row.executeTakeFirstOrThrow()).version);
  }

  async save(terms: readonly VersionedTerm[]): Promise<void> {
    for (let from = 0; from < terms.length; from += AT_ONCE) {
      const rows = terms.slice(from, from + AT_ONCE).map(rowOf);
      const ids = rows.map(({ id }) => id);
      await this.query.deleteFrom('blocked_term').where('id', 'in', ids).execute();
      await this.query.insertInto('blocked_term').values(rows).execute();
    }
  }

  private get query() {
    return this.database.query<Tables>();
  }
}
