import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation, type Row } from '@visionary/platform/database';
import type { CaseReason, DecisionKind } from '@visionary/contract';
import type { StoredAppeal, StoredDecision } from '../../domain/cases/case.js';

/** Decisions and the appeals against them. */
@Injectable()
export class Decisions {
  constructor(private readonly database: Database) {}

  async add(decision: StoredDecision): Promise<void> {
    const row: Row<'safety_decision'> = {
      ...{ id: decision.id, case_id: decision.caseId, subject_key: decision.subjectKey, kind: decision.kind },
      ...{ actor_id: decision.byId, author_id: decision.authorId, rule: decision.rule, message: decision.message },
      until: decision.until,
      content_rating: decision.contentRating,
      previous_rating: decision.previousRating,
      ...{ hides_subject: Number(decision.hidesSubject), at: decision.at, revoked_at: decision.revokedAt },
    };
    await this.database.insertInto('safety_decision').values(row).execute();
  }

  async byId(id: string): Promise<StoredDecision | null> {
    const row = await this.allDecisions.where('id', '=', id).executeTakeFirst();
    return row ? decisionOf(row) : null;
  }

  /** Reads the decisions about these subjects in one query, oldest first. */
  async about(subjectKeys: readonly string[]): Promise<StoredDecision[]> {
    if (subjectKeys.length === 0) return [];
    const rows = this.allDecisions.where('subject_key', 'in', subjectKeys);
    return (await rows.orderBy('at').orderBy('id').execute()).map(decisionOf);
  }

  /** Reads decisions about a user and their content, newest first. */
  async aboutUser(authorId: string, limit: number): Promise<StoredDecision[]> {
    const rows = this.allDecisions.where('author_id', '=', authorId).orderBy('at', 'desc').orderBy('id', 'desc');
    return (await rows.limit(limit).execute()).map(decisionOf);
  }

  async activeFor(authorId: string, kinds: readonly DecisionKind[]): Promise<StoredDecision[]> {
    const rows = this.allDecisions.where('author_id', '=', authorId).where('revoked_at', 'is', null);
    return (await rows.where('kind', 'in', kinds).execute()).map(decisionOf);
  }

  async countsOf(authorId: string): Promise<{ kind: DecisionKind; count: number }[]> {
    const rows = await this.database
      .selectFrom('safety_decision')
      .select(({ fn }) => ['kind', fn.countAll<number>().as('count')])
      .where('author_id', '=', authorId)
      .where('revoked_at', 'is', null)
      .groupBy('kind')
      .execute();
    return rows.map(({ kind, count }) => ({ kind, count: Number(count) }));
  }

  /** Ends decisions that are still in force. */
  async revoke(ids: readonly string[], at: number): Promise<void> {
    if (ids.length === 0) return;
    const update = this.database.updateTable('safety_decision').set({ revoked_at: at }).where('id', 'in', ids);
    await update.where('revoked_at', 'is', null).execute();
  }

  /** @returns false when the decision already has an appeal */
  async addAppeal(appeal: StoredAppeal): Promise<boolean> {
    try {
      await this.database.insertInto('safety_appeal').values(rowOf(appeal)).execute();
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** Locks an appeal until the transaction ends. */
  async lockAppeal(id: string): Promise<StoredAppeal | null> {
    const row = await this.database.forUpdate(this.appeals.where('id', '=', id)).executeTakeFirst();
    return row ? appealOf(row) : null;
  }

  async appealsOf(decisionIds: readonly string[]): Promise<StoredAppeal[]> {
    if (decisionIds.length === 0) return [];
    return (await this.appeals.where('decision_id', 'in', decisionIds).execute()).map(appealOf);
  }

  async decideAppeal(appeal: StoredAppeal): Promise<void> {
    const { id, ...columns } = rowOf(appeal);
    await this.database.updateTable('safety_appeal').set(columns).where('id', '=', id).execute();
  }

  /** In the order of ids. */
  async appealsBy(userId: string, afterId: string, limit: number): Promise<StoredAppeal[]> {
    const rows = this.appeals.where('actor_id', '=', userId).where('id', '>', afterId).orderBy('id');
    return (await rows.limit(limit).execute()).map(appealOf);
  }

  /** @returns the ids of the cases */
  async eraseAppealTexts(userId: string): Promise<string[]> {
    const rows = await this.appeals.where('actor_id', '=', userId).execute();
    await this.database.updateTable('safety_appeal').set({ text: '' }).where('actor_id', '=', userId).execute();
    return rows.map(({ case_id }) => case_id);
  }

  private get allDecisions() {
    return this.database.selectFrom('safety_decision').selectAll();
  }

  private get appeals() {
    return this.database.selectFrom('safety_appeal').selectAll();
  }
}

const decisionOf = (row: Row<'safety_decision'>): StoredDecision => ({
  ...{ id: row.id, caseId: row.case_id, subjectKey: row.subject_key, kind: row.kind, byId: row.actor_id },
  authorId: row.author_id,
  rule: row.rule as CaseReason | null,
  message: row.message,
  until: row.until,
  contentRating: row.content_rating,
  previousRating: row.previous_rating,
  hidesSubject: Boolean(row.hides_subject),
  ...{ at: Number(row.at), revokedAt: row.revoked_at },
});

const appealOf = (row: Row<'safety_appeal'>): StoredAppeal => ({
  ...{ id: row.id, decisionId: row.decision_id, caseId: row.case_id, byId: row.actor_id, text: row.text },
  ...{ at: Number(row.at), outcome: row.outcome, decidedById: row.decided_by },
  ...{ decidedAt: row.decided_at, answer: row.answer },
});

const rowOf = (appeal: StoredAppeal): Row<'safety_appeal'> => ({
  id: appeal.id,
  decision_id: appeal.decisionId,
  case_id: appeal.caseId,
  actor_id: appeal.byId,
  text: appeal.text,
  ...{ at: appeal.at, outcome: appeal.outcome, decided_by: appeal.decidedById, decided_at: appeal.decidedAt },
  answer: appeal.answer,
});
