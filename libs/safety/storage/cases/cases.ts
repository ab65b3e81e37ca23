import { Injectable } from '@nestjs/common';
import { afterKeyset, Database, type Row } from '@visionary/platform/database';
import type { CaseQuery, CaseQueueStats, StoredCase } from '../../domain/cases/case.js';
import { type Subject, subjectKey } from '../../domain/cases/subject.js';

@Injectable()
export class Cases {
  constructor(private readonly database: Database) {}

  /** Locks the open case of the subject inside a transaction, and inserts `newCase` when there is none. */
  async lockOpen(newCase: StoredCase): Promise<StoredCase> {
    const key = subjectKey(newCase.subject);
    const insert = this.database.insertInto('safety_case').values(rowOf(newCase));
    // Two users may report at once: the second joins the case of the first.
    await this.database.ignoreExisting(insert).execute();
    const row = await this.lockedCases.where('open_key', '=', key).executeTakeFirstOrThrow();
    return caseOf(row);
  }

  /** Locks a case until the transaction ends. */
  async lock(id: string): Promise<StoredCase | null> {
    const row = await this.lockedCases.where('id', '=', id).executeTakeFirst();
    return row ? caseOf(row) : null;
  }

  /** @returns null when the subject has no open case */
  async openOf(subject: Subject): Promise<StoredCase | null> {
    const row = await this.allCases.where('open_key', '=', subjectKey(subject)).executeTakeFirst();
    return row ? caseOf(row) : null;
  }

  async byId(id: string): Promise<StoredCase | null> {
    return (await this.byIds([id]))[0] ?? null;
  }

  async byIds(ids: readonly string[]): Promise<StoredCase[]> {
    if (ids.length === 0) return [];
    return (await this.allCases.where('id', 'in', ids).execute()).map(caseOf);
  }

  async page(query: CaseQuery): Promise<StoredCase[]> {
    const { list, after, limit } = query;
    let rows = this.filteredCases(query);
    if (list === 'open') {
      // Highest priority first, and the oldest first within one priority.
      if (after) {
        rows = rows.where(({ eb, or, and }) =>
          or([
            eb('priority', '<', after.value),
            and([
              eb('priority', '=', after.value),
              or([eb('opened_at', '>', after.at), and([eb('opened_at', '=', after.at), eb('id', '>', after.id)])]),
            ]),
          ]),
        );
      }
      rows = rows.orderBy('priority', 'desc').orderBy('opened_at').orderBy('id');
    } else {
      if (after) rows = rows.where(afterKeyset(['changed_at', 'id'], [after.at, after.id], 'desc'));
      rows = rows.orderBy('changed_at', 'desc').orderBy('id', 'desc');
    }
    return (await rows.limit(limit).execute()).map(caseOf);
  }

  async counts(readerId: string, now: number): Promise<{ open: number; mine: number; appealed: number }> {
    const query = this.database.selectFrom('safety_case').select(({ fn }) => fn.countAll<number>().as('count'));
    const open = await query.where('is_open', '=', 1).executeTakeFirstOrThrow();
    const mine = await query
      .where('is_open', '=', 1)
      .where('claimed_by', '=', readerId)
      .where('claimed_until', '>', now)
      .executeTakeFirstOrThrow();
    const appealed = await query.where('is_appealed', '=', 1).executeTakeFirstOrThrow();
    return { open: Number(open.count), mine: Number(mine.count), appealed: Number(appealed.count) };
  }

  async change(changed: StoredCase): Promise<void> {
    const { id, ...columns } = rowOf(changed);
    await this.database.updateTable('safety_case').set(columns).where('id', '=', id).execute();
  }

  /** Erases the titles of cases about a user and their content. @returns the ids of the cases */
  async eraseTitles(authorId: string): Promise<string[]> {
    const rows = await this.database.selectFrom('safety_case').select('id').where('author_id', '=', authorId).execute();
    await this.database.updateTable('safety_case').set({ title: '' }).where('author_id', '=', authorId).execute();
    return rows.map(({ id }) => id);
  }

  /**
   * Measures how long cases waited. Decisions about cases without a report or a check did not wait and don't count.
   * @param since ms since 1970
   */
  async statsSince(since: number): Promise<CaseQueueStats> {
    const open = this.database.selectFrom('safety_case').where('is_open', '=', 1);
    const oldest = await open.select(({ fn }) => fn.min('opened_at').as('at')).executeTakeFirst();
    const { count } = await this.decidedSince(since)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    const decided = Number(count);
    return {
      oldestAt: typeof oldest?.at === 'undefined' || oldest.at === null ? null : Number(oldest.at),
      decided,
      medianMs: decided === 0 ? null : await this.waitingMs(since, Math.floor((decided - 1) / 2)),
    };
  }

  private async waitingMs(since: number, rank: number): Promise<number | null> {
    const row = await this.decidedSince(since)
      .select(({ eb }) => eb('safety_decision.at', '-', eb.ref('safety_case.opened_at')).as('waited'))
      .orderBy('waited')
      .offset(rank)
      .limit(1)
      .executeTakeFirst();
    return row ? Number(row.waited) : null;
  }

  private decidedSince(since: number) {
    return this.database
      .selectFrom('safety_decision')
      .innerJoin('safety_case', 'safety_case.id', 'safety_decision.case_id')
      .where('safety_decision.at', '>=', since)
      .where('safety_decision.kind', '!=', 'restore')
      .where(({ eb, or }) => or([eb('safety_case.reports', '>', 0), eb('safety_case.is_auto_flagged', '=', 1)]));
  }

  private filteredCases({ list, readerId, kind, reason, userId, now }: CaseQuery) {
    let rows = this.allCases;
    if (list === 'open') rows = rows.where('is_open', '=', 1);
    if (list === 'mine') {
      rows = rows.where('is_open', '=', 1).where('claimed_by', '=', readerId).where('claimed_until', '>', now);
    }
    if (list === 'appealed') rows = rows.where('is_appealed', '=', 1);
    if (list === 'decided') rows = rows.where('is_open', '=', 0);
    if (kind !== undefined) rows = rows.where('subject_kind', '=', kind as Row<'safety_case'>['subject_kind']);
    if (userId !== undefined) rows = rows.where('author_id', '=', userId);
    if (reason === undefined) return rows;
    return rows.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('safety_report')
          .select('safety_report.id')
          .whereRef('safety_report.case_id', '=', 'safety_case.id')
          .where('safety_report.reason', '=', reason),
      ),
    );
  }

  private get allCases() {
    return this.database.selectFrom('safety_case').selectAll();
  }

  private get lockedCases() {
    return this.database.forUpdate(this.allCases);
  }
}

const caseOf = (row: Row<'safety_case'>): StoredCase => ({
  id: row.id,
  subject: subjectOf(row),
  authorId: row.author_id,
  ...{ title: row.title, path: row.path },
  ...{ isOpen: Boolean(row.is_open), isAppealed: Boolean(row.is_appealed), priority: row.priority },
  ...{ reports: row.reports, isAutoFlagged: Boolean(row.is_auto_flagged) },
  ...{ openedAt: Number(row.opened_at), changedAt: Number(row.changed_at) },
  claim: row.claimed_by === null ? null : { byId: row.claimed_by, until: row.claimed_until ?? 0 },
});

const subjectOf = ({ subject_kind: kind, subject_id: id, image }: Row<'safety_case'>): Subject => ({
  ...{ kind, id },
  ...(image !== null && { image }),
});

const rowOf = ({ subject, claim, ...storedCase }: StoredCase): Row<'safety_case'> => ({
  id: storedCase.id,
  ...{ subject_kind: subject.kind, subject_id: subject.id, image: subject.image ?? null },
  ...{ subject_key: subjectKey(subject), open_key: storedCase.isOpen ? subjectKey(subject) : null },
  ...{ author_id: storedCase.authorId, title: storedCase.title, path: storedCase.path },
  ...{ is_open: Number(storedCase.isOpen), is_appealed: Number(storedCase.isAppealed), priority: storedCase.priority },
  reports: storedCase.reports,
  is_auto_flagged: Number(storedCase.isAutoFlagged),
  opened_at: storedCase.openedAt,
  changed_at: storedCase.changedAt,
  ...{ claimed_by: claim?.byId ?? null, claimed_until: claim?.until ?? null },
});
