import { Injectable } from '@nestjs/common';
import { ListUserStandings, Users } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import type { CaseContext, StoredCase } from '../../domain/cases/case.js';
import { authorsOfPrompts } from '../../domain/cases/reported-prompts.js';
import { CaseReports } from '../../storage/cases/case-reports.js';
import { Cases } from '../../storage/cases/cases.js';
import { authorAndTitle } from './open-case.js';
import { ModerationRegistry } from '../../domain/cases/moderation-registry.js';

/** Reads a case with its context for a moderator, with or without locks. */
@Injectable()
export class CaseContexts {
  constructor(
    private readonly cases: Cases,
    private readonly reports: CaseReports,
    private readonly users: Users,
    private readonly standings: ListUserStandings,
    private readonly subjects: ModerationRegistry,
  ) {}

  /**
   * Locks the moderator, the author and the case, as the first step of a transaction.
   * @throws Rejection FORBIDDEN for a user who isn't a moderator, SAFETY_CASE_NOT_FOUND
   */
  async lock(caseId: string, moderatorId: string): Promise<CaseContext> {
    const known = await this.withAuthor(await this.cases.byId(caseId));
    // Lock order: accounts before cases.
    await this.users.hold([moderatorId, ...(await this.authorIdsOf(known))]);
    const locked = await this.cases.lock(caseId);
    if (!locked) throw new Rejection('SAFETY_CASE_NOT_FOUND');
    const { authorId, title, path } = known;
    return this.context(locked.authorId === null ? { ...locked, authorId, title, path } : locked, moderatorId);
  }

  /** @throws Rejection FORBIDDEN for a user who isn't a moderator, SAFETY_CASE_NOT_FOUND */
  async read(caseId: string, moderatorId: string): Promise<CaseContext> {
    return this.context(await this.withAuthor(await this.cases.byId(caseId)), moderatorId);
  }

  /** Cases migrated from old reports lack an author, which the subject still has. */
  private async withAuthor(storedCase: StoredCase | null): Promise<StoredCase> {
    if (!storedCase) throw new Rejection('SAFETY_CASE_NOT_FOUND');
    const facts = storedCase.authorId === null ? await this.subjects.detailsOf(storedCase.subject) : undefined;
    return facts ? { ...storedCase, ...authorAndTitle(facts) } : storedCase;
  }

  private async authorIdsOf({ id, subject, authorId }: StoredCase): Promise<readonly string[]> {
    if (authorId !== null) return [authorId];
    if (subject.kind !== 'prompt') return [];
    return [...new Set((await this.reports.promptsOf(id)).flatMap(authorsOfPrompts))];
  }

  private async context(storedCase: StoredCase, moderatorId: string): Promise<CaseContext> {
    const roles = await this.standings.staff();
    const role = roles.get(moderatorId);
    if (role === undefined || role === 'member') throw new Rejection('FORBIDDEN');
    const author =
      storedCase.authorId === null
        ? undefined
        : (await this.standings.of([storedCase.authorId])).get(storedCase.authorId);
    const reporters = await this.reports.reportersOf(storedCase.id);
    const authorIds = await this.authorIdsOf(storedCase);
    const involved = new Set([...reporters, ...authorIds, moderatorId]);
    return {
      case: storedCase,
      moderator: { id: moderatorId, role },
      authorRole: author?.role ?? null,
      authorIds,
      hasReported: reporters.includes(moderatorId),
      hasOtherModerators: [...roles.keys()].some((id) => !involved.has(id)),
    };
  }
}
