import { Injectable } from '@nestjs/common';
import { ListStandings, People } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import type { StoredCase } from '../../domain/cases/case.js';
import { CaseReports, Cases } from '../../domain/cases/cases.js';
import type { Role } from '../../domain/cases/may-decide.js';
import { calledNow } from './gather-report.js';
import { KnownSubjects } from './known-subjects.js';

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
    private readonly subjects: KnownSubjects,
  ) {}

  /** @throws Rejection FORBIDDEN for whoever does not moderate any more, SAFETY_CASE_NOT_FOUND */
  async run(caseId: string, moderatorId: string): Promise<HeldCase> {
    const known = await this.named(await this.cases.byId(caseId));
    if (!known) throw new Rejection('SAFETY_CASE_NOT_FOUND');
    // Accounts before cases, as everywhere: whoever leaves lets go of everything else after themselves.
    await this.people.hold([moderatorId, ...(known.authorId === null ? [] : [known.authorId])]);
    const held = await this.cases.hold(caseId);
    if (!held) throw new Rejection('SAFETY_CASE_NOT_FOUND');
    const { authorId, title, path } = known;
    return this.with(held.authorId === null ? { ...held, authorId, title, path } : held, moderatorId);
  }

  /** As `run`, only read. */
  async read(caseId: string, moderatorId: string): Promise<HeldCase> {
    const known = await this.named(await this.cases.byId(caseId));
    if (!known) throw new Rejection('SAFETY_CASE_NOT_FOUND');
    return this.with(known, moderatorId);
  }

  /** Cases made of reports from before there were cases do not say whose things they are about: the things do. */
  private async named(one: StoredCase | null): Promise<StoredCase | null> {
    const facts = one?.authorId === null ? await this.subjects.one(one.subject) : undefined;
    return one && facts ? { ...one, ...calledNow(facts) } : one;
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
