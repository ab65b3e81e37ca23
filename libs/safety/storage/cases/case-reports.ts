import { Injectable } from '@nestjs/common';
import { Database, type Row } from '@visionary/platform/database';
import { type CaseReason, LIMITS } from '@visionary/contract';
import type { AuditDetail } from '../../domain/cases/audit.js';
import type { StoredReport } from '../../domain/cases/case.js';
import { promptsIn, type ReportedPrompts } from '../../domain/cases/reported-prompts.js';

interface ReasonCount {
  readonly reason: CaseReason;
  readonly count: number;
}

@Injectable()
export class CaseReports {
  constructor(private readonly database: Database) {}

  async add(report: StoredReport): Promise<void> {
    const row: Row<'safety_report'> = {
      ...{ id: report.id, case_id: report.caseId, actor_id: report.byId, client_id: report.clientId },
      ...{ reason: report.reason, comment: report.comment, at: report.at },
      detail: report.detail && JSON.stringify(report.detail),
    };
    await this.database.insertInto('safety_report').values(row).execute();
  }

  async exists(byId: string, clientId: string): Promise<boolean> {
    const rows = this.database.selectFrom('safety_report').select('id').where('actor_id', '=', byId);
    return (await rows.where('client_id', '=', clientId).executeTakeFirst()) !== undefined;
  }

  /** Oldest first. */
  async ofCase(caseId: string, limit: number): Promise<StoredReport[]> {
    const rows = this.database.selectFrom('safety_report').selectAll().where('case_id', '=', caseId);
    return (await rows.orderBy('at').orderBy('id').limit(limit).execute()).map(reportOf);
  }

  /** The prompts that reports of a case keep. */
  async promptsOf(caseId: string): Promise<ReportedPrompts[]> {
    const reports = await this.ofCase(caseId, LIMITS.reportsShown);
    return reports.map(({ detail }) => promptsIn(detail)).filter((prompts) => prompts !== null);
  }

  /** Counts each reason per case in one query, the most frequent first. */
  async reasonsOf(caseIds: readonly string[]): Promise<ReadonlyMap<string, ReasonCount[]>> {
    const reasons = new Map<string, ReasonCount[]>();
    if (caseIds.length === 0) return reasons;
    const rows = await this.database
      .selectFrom('safety_report')
      .select(({ fn }) => ['case_id', 'reason', fn.countAll<number>().as('count')])
      .where('case_id', 'in', caseIds)
      .groupBy(['case_id', 'reason'])
      .execute();
    for (const { case_id, reason, count } of rows) {
      reasons.set(case_id, [...(reasons.get(case_id) ?? []), { reason: reason as CaseReason, count: Number(count) }]);
    }
    for (const counts of reasons.values()) counts.sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
    return reasons;
  }

  /** Reads the highest image check score per case in one query. */
  async scoresOf(caseIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const scores = new Map<string, number>();
    if (caseIds.length === 0) return scores;
    const rows = await this.database
      .selectFrom('safety_report')
      .select(['case_id', 'detail'])
      .where('case_id', 'in', caseIds)
      .where('actor_id', 'is', null)
      .where('reason', '=', 'imageCheck')
      .execute();
    for (const { case_id, detail } of rows) {
      const score = detail === null ? undefined : (JSON.parse(detail) as AuditDetail)['score'];
      if (typeof score === 'number') scores.set(case_id, Math.max(score, scores.get(case_id) ?? 0));
    }
    return scores;
  }

  async reportersOf(caseId: string): Promise<string[]> {
    const rows = this.database.selectFrom('safety_report').select('actor_id').distinct().where('case_id', '=', caseId);
    return (await rows.where('actor_id', 'is not', null).execute()).map(({ actor_id }) => actor_id as string);
  }

  /** In the order of ids. */
  async byUser(userId: string, afterId: string, limit: number): Promise<(StoredReport & { subjectKey: string })[]> {
    const rows = await this.database
      .selectFrom('safety_report')
      .innerJoin('safety_case', 'safety_case.id', 'safety_report.case_id')
      .selectAll('safety_report')
      .select('safety_case.subject_key')
      .where('safety_report.actor_id', '=', userId)
      .where('safety_report.id', '>', afterId)
      .orderBy('safety_report.id')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ ...reportOf(row), subjectKey: row.subject_key }));
  }

  /** Erases what the user wrote. The reports themselves stay. @returns the ids of their cases */
  async eraseTexts(userId: string): Promise<string[]> {
    const cases = this.database.selectFrom('safety_report').select('case_id').distinct();
    const rows = await cases.where('actor_id', '=', userId).execute();
    await this.database.updateTable('safety_report').set({ comment: '' }).where('actor_id', '=', userId).execute();
    return rows.map(({ case_id }) => case_id);
  }
}

const reportOf = (row: Row<'safety_report'>): StoredReport => ({
  id: row.id,
  caseId: row.case_id,
  byId: row.actor_id,
  clientId: row.client_id,
  reason: row.reason as CaseReason,
  comment: row.comment,
  detail: row.detail === null ? null : (JSON.parse(row.detail) as AuditDetail),
  at: Number(row.at),
});
