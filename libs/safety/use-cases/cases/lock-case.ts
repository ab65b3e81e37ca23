import { Injectable } from '@nestjs/common';
import { ListUserStandings, Users } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import type { StoredCase } from '../../domain/cases/case.js';
import { CaseReports, Cases } from '../../domain/cases/cases.js';
import type { Role } from '../../domain/cases/allowed-decisions.js';
import { calledNow } from './add-report.js';
import { SubjectReader } from './subject-reader.js';

export interface LockedCase {
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
export class LockCase {
  constructor(
    private readonly cases: Cases,
    private readonly reports: CaseReports,
    private readonly users: Users,
    private readonly standings: ListUserStandings,
    private readonly subjects: SubjectReader,
  ) {}

  /** @throws Rejection FORBIDDEN for whoever does not moderate any more, SAFETY_CASE_NOT_FOUND */
  async run(caseId: string, moderatorId: string): Promise<LockedCase> {
    const known = await this.named(await this.cases.byId(caseId));
    if (!known) throw new Rejection('SAFETY_CASE_NOT_FOUND');
    // Accounts before cases, as everywhere: whoever leaves lets go of everything else after themselves.
    await this.users.hold([moderatorId, ...(known.authorId === null ? [] : [known.authorId])]);
    const held = await this.cases.hold(caseId);
    if (!held) throw new Rejection('SAFETY_CASE_NOT_FOUND');
    const { authorId, title, path } = known;
    return this.with(held.authorId === null ? { ...held, authorId, title, path } : held, moderatorId);
  }

  /** As `run`, only read. */
  async read(caseId: string, moderatorId: string): Promise<LockedCase> {
    const known = await this.named(await this.cases.byId(caseId));
    if (!known) throw new Rejection('SAFETY_CASE_NOT_FOUND');
    return this.with(known, moderatorId);
  }

  /** Cases made of reports from before there were cases do not say whose things they are about: the things do. */
  private async named(one: StoredCase | null): Promise<StoredCase | null> {
    const facts = one?.authorId === null ? await this.subjects.one(one.subject) : undefined;
    return one && facts ? { ...one, ...calledNow(facts) } : one;
  }

  private async with(one: StoredCase, moderatorId: string): Promise<LockedCase> {
    const caretakers = await this.standings.staff();
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
