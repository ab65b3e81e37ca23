import { Injectable } from '@nestjs/common';
import { ListStandings, People } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import type { StoredCase } from '../../domain/cases/case.js';
import { CaseReports, Cases } from '../../domain/cases/cases.js';
import type { Role } from '../../domain/cases/may-decide.js';

export interface HeldCase {
  readonly case: StoredCase;
  readonly moderator: { readonly id: string; readonly role: Role };
  /** Null: their account is gone, or nobody answers for it. */
  readonly authorRole: Role | null;
  readonly hasReported: boolean;
  /** Whether anybody else moderates who is not concerned. */
  readonly others: boolean;
}

/** Inside a transaction, first of all: the case, those concerned and whoever decides stay as they are until its end. */
@Injectable()
export class HoldCase {
  constructor(
    private readonly cases: Cases,
    private readonly reports: CaseReports,
    private readonly people: People,
    private readonly standings: ListStandings,
  ) {}

  /** @throws Rejection FORBIDDEN for whoever does not moderate any more, SAFETY_CASE_NOT_FOUND */
  async run(caseId: string, moderatorId: string): Promise<HeldCase> {
    const known = await this.cases.byId(caseId);
    if (!known) throw new Rejection('SAFETY_CASE_NOT_FOUND');
    // Accounts before cases, as everywhere: whoever leaves lets go of everything else after themselves.
    await this.people.hold([moderatorId, ...(known.authorId === null ? [] : [known.authorId])]);
    const held = await this.cases.hold(caseId);
    if (!held) throw new Rejection('SAFETY_CASE_NOT_FOUND');
    return this.with(held, moderatorId);
  }

  /** As `run`, only read. */
  async read(caseId: string, moderatorId: string): Promise<HeldCase> {
    const known = await this.cases.byId(caseId);
    if (!known) throw new Rejection('SAFETY_CASE_NOT_FOUND');
    return this.with(known, moderatorId);
  }

  private async with(one: StoredCase, moderatorId: string): Promise<HeldCase> {
    const caretakers = await this.standings.caretakers();
    const role = caretakers.get(moderatorId);
    if (role === undefined || role === 'member') throw new Rejection('FORBIDDEN');
    const author = one.authorId === null ? undefined : (await this.standings.of([one.authorId])).get(one.authorId);
    const reporters = await this.reports.reportersOf(one.id);
    const concerned = new Set([...reporters, one.authorId, moderatorId]);
    return {
      case: one,
      moderator: { id: moderatorId, role },
      authorRole: author?.role ?? null,
      hasReported: reporters.includes(moderatorId),
      others: [...caretakers.keys()].some((id) => !concerned.has(id)),
    };
  }
}
