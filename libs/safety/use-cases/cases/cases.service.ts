import { Injectable } from '@nestjs/common';
import { ListUserStandings, Users } from '@visionary/accounts';
import type { AccountRole, DecisionKind } from '@visionary/contract';
import { Clock, Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import { allowedDecisions, canSanction, isInForce } from '../../domain/cases/allowed-decisions.js';
import { CaseChanged, type CaseContext, CLAIM_MS, openedCase, type StoredCase } from '../../domain/cases/case.js';
import { type Subject, type SubjectDetails, subjectKey } from '../../domain/cases/subject.js';
import type { ContentFingerprint } from '../../domain/fingerprints/content-fingerprint.js';
import { AuditLog } from '../../storage/cases/audit-log.js';
import { Cases } from '../../storage/cases/cases.js';
import { Decisions } from '../../storage/cases/decisions.js';
import { FingerprintReader } from '../../storage/fingerprints/fingerprint-reader.js';
import { AppealsService } from './appeals.service.js';
import { ApplyDecision } from './apply-decision.js';
import { CaseContexts } from './case-contexts.js';
import { authorAndTitle, OpenCase } from './open-case.js';
import { type NewDecision, RecordDecision } from './record-decision.js';
import { ModerationRegistry } from '../../domain/cases/moderation-registry.js';

export type NewRemoval = Pick<NewDecision, 'rule' | 'message'>;

/** What moderators do with cases. */
@Injectable()
export class CasesService {
  constructor(
    private readonly cases: Cases,
    private readonly decisions: Decisions,
    private readonly caseContexts: CaseContexts,
    private readonly subjects: ModerationRegistry,
    private readonly fingerprints: FingerprintReader,
    private readonly applyDecision: ApplyDecision,
    private readonly recordDecision: RecordDecision,
    private readonly openCase: OpenCase,
    private readonly appeals: AppealsService,
    private readonly users: Users,
    private readonly standings: ListUserStandings,
    private readonly audit: AuditLog,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * Reserves a case for a moderator. A second call extends the claim; an expired claim of another moderator is replaced.
   * @throws Rejection SAFETY_CASE_CLAIMED { until }, SAFETY_CASE_CHANGED for a decided case, SAFETY_CONFLICT_OF_INTEREST, and as CaseContexts
   */
  claim(caseId: string, moderatorId: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      const { case: locked, authorIds } = await this.caseContexts.lock(caseId, moderatorId);
      const now = this.clock.now();
      if (!locked.isOpen) throw new Rejection('SAFETY_CASE_CHANGED');
      if (authorIds.includes(moderatorId)) throw new Rejection('SAFETY_CONFLICT_OF_INTEREST');
      requireUnclaimed(locked, moderatorId, now);
      const isMine = locked.claim?.byId === moderatorId;
      await this.change({ ...locked, claim: { byId: moderatorId, until: now + CLAIM_MS } });
      if (isMine) return;
      await this.audit.write({ action: 'case.claimed', byId: moderatorId, about: { kind: 'case', id: caseId } });
    });
  }

  /** Does nothing when another moderator holds the claim. @throws Rejection as CaseContexts */
  release(caseId: string, moderatorId: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      const { case: locked } = await this.caseContexts.lock(caseId, moderatorId);
      if (locked.claim?.byId !== moderatorId) return;
      await this.change({ ...locked, claim: null });
      await this.audit.write({ action: 'case.released', byId: moderatorId, about: { kind: 'case', id: caseId } });
    });
  }

  /**
   * Opens a case about the shared prompt that the reports of a room keep, so that its authors are notified and can appeal. Joins the
   * open one.
   * @returns the case id
   * @throws Rejection SAFETY_SUBJECT_NOT_FOUND for a report without a prompt, and as CaseContexts
   */
  openPromptCase(caseId: string, moderatorId: string): Promise<string> {
    return this.unitOfWork.run(async () => {
      const { subject } = (await this.caseContexts.read(caseId, moderatorId)).case;
      if (subject.kind !== 'room') throw new Rejection('SAFETY_SUBJECT_NOT_FOUND');
      return this.openCase.addPromptReports(subject.id, caseId);
    });
  }

  /**
   * @param seenAt `changedAt` of the case as the moderator saw it; of two concurrent decisions, the second is rejected
   * @throws Rejection SAFETY_CASE_CHANGED, SAFETY_CASE_CLAIMED { until }, SAFETY_CONFLICT_OF_INTEREST, SAFETY_INSUFFICIENT_ROLE,
   *   SAFETY_DECISION_NOT_ALLOWED, INVALID for a time in the past, and as CaseContexts
   */
  async decide(caseId: string, moderatorId: string, seenAt: number, decision: NewDecision): Promise<void> {
    const { case: known } = await this.caseContexts.read(caseId, moderatorId);
    const fingerprints = await this.fingerprintsOf(known.subject);
    await this.unitOfWork.run(async () => {
      const context = await this.caseContexts.lock(caseId, moderatorId);
      const now = this.clock.now();
      if (context.case.changedAt !== seenAt) throw new Rejection('SAFETY_CASE_CHANGED');
      requireUnclaimed(context.case, moderatorId, now);
      requireFuture(decision.until, now);
      await this.requireAllowed(context, decision);
      await this.recordDecision.run(context.case, decision, fingerprints, moderatorId, now);
    });
  }

  /**
   * Decides an appeal; when there are several moderators, another one than the moderator of the decision.
   * @returns the case id
   * @throws Rejection SAFETY_DECISION_NOT_FOUND, SAFETY_CASE_CHANGED for a decided appeal, SAFETY_CONFLICT_OF_INTEREST,
   *   SAFETY_APPEAL_NEEDS_OTHER_MODERATOR, FORBIDDEN
   */
  decideAppeal(appealId: string, moderatorId: string, outcome: 'granted' | 'denied', answer: string): Promise<string> {
    return this.unitOfWork.run(async () => {
      const appeal = await this.decisions.lockAppeal(appealId);
      if (!appeal) throw new Rejection('SAFETY_DECISION_NOT_FOUND');
      const context = await this.caseContexts.lock(appeal.caseId, moderatorId);
      const decision = await this.decisions.byId(appeal.decisionId);
      if (!decision) throw new Rejection('SAFETY_DECISION_NOT_FOUND');
      if (appeal.outcome !== null) throw new Rejection('SAFETY_CASE_CHANGED');
      const isAuthor = appeal.byId === moderatorId || context.authorIds.includes(moderatorId);
      const isInvolved = isAuthor || (context.hasReported && context.hasOtherModerators);
      if (isInvolved) throw new Rejection('SAFETY_CONFLICT_OF_INTEREST');
      if (decision.byId === moderatorId && context.hasOtherModerators) {
        throw new Rejection('SAFETY_APPEAL_NEEDS_OTHER_MODERATOR');
      }
      const at = this.clock.now();
      const decided = { ...appeal, outcome, answer, decidedById: moderatorId, decidedAt: at };
      await this.appeals.recordOutcome(context.case, decision, decided);
      if (outcome === 'granted' && isInForce(decision)) {
        await this.applyDecision.undo(context.case.subject, [decision], moderatorId, at);
      }
      return context.case.id;
    });
  }

  /**
   * Opens a case about a user without a report and decides it, so that the user is notified and can appeal.
   * @param moderatorId null for the CLI, which may do everything
   * @returns the case id
   * @throws Rejection USERS_NOT_FOUND, SAFETY_CONFLICT_OF_INTEREST, SAFETY_INSUFFICIENT_ROLE, FORBIDDEN, INVALID for a time in the past
   */
  sanction(userId: string, moderatorId: string | null, decision: NewDecision): Promise<string> {
    return this.unitOfWork.run(async () => {
      const locked = await this.users.hold([userId, ...(moderatorId === null ? [] : [moderatorId])]);
      const user = (await this.standings.of([userId])).get(userId);
      if (!locked.has(userId) || !user) throw new Rejection('USERS_NOT_FOUND');
      if (userId === moderatorId) throw new Rejection('SAFETY_CONFLICT_OF_INTEREST');
      await this.requireRank(moderatorId, user.role);
      const at = this.clock.now();
      requireFuture(decision.until, at);
      const subject = { kind: 'user', id: userId } as const;
      const facts = { authorId: userId, title: user.user.name, path: `/users/${userId}` };
      const openCase = await this.cases.lockOpen(openedCase(this.ids.next(), subject, facts, at));
      await this.recordDecision.run(openCase, decision, [], moderatorId, at);
      return openCase.id;
    });
  }

  /**
   * Removes content that a moderator came across: opens a case without a report, or joins the open one, and decides it, so
   * that the author is notified and can appeal.
   * @returns the case id
   * @throws Rejection SAFETY_SUBJECT_NOT_FOUND, also for hidden content and for content that only some users see; as `decide`
   */
  async removeDirectly(subject: Subject, moderatorId: string, decision: NewRemoval): Promise<string> {
    const facts = await this.requireInSight(subject, moderatorId);
    return this.decideDirectly(subject, facts, moderatorId, { ...decision, kind: 'remove' });
  }

  /**
   * Shows content again that a decision removed.
   * @returns false when no decision hides it
   * @throws Rejection as `decide`
   */
  async restoreDirectly(subject: Subject, moderatorId: string): Promise<boolean> {
    const decisions = await this.decisions.about([subjectKey(subject)]);
    const facts = await this.subjects.detailsOf(subject);
    if (!facts || !decisions.some((one) => one.hidesSubject && isInForce(one))) return false;
    await this.decideDirectly(subject, facts, moderatorId, { kind: 'restore', message: '' });
    return true;
  }

  private async decideDirectly(
    subject: Subject,
    facts: SubjectDetails,
    moderatorId: string,
    decision: NewDecision,
  ): Promise<string> {
    const fingerprints = await this.fingerprintsOf(subject);
    return this.unitOfWork.run(async () => {
      await this.users.hold([moderatorId, ...(facts.authorId === null ? [] : [facts.authorId])]);
      const at = this.clock.now();
      const { id } = await this.cases.lockOpen(openedCase(this.ids.next(), subject, authorAndTitle(facts), at));
      const context = await this.caseContexts.lock(id, moderatorId);
      requireUnclaimed(context.case, moderatorId, at);
      await this.requireAllowed(context, decision);
      await this.recordDecision.run(context.case, decision, fingerprints, moderatorId, at);
      return id;
    });
  }

  /** @throws Rejection SAFETY_SUBJECT_NOT_FOUND */
  private async requireInSight(subject: Subject, moderatorId: string): Promise<SubjectDetails> {
    const handler = await this.subjects.handlerOf(subject);
    const facts = handler && (await handler.describe([subject])).get(subjectKey(subject));
    const isInSight =
      facts &&
      !facts.isHidden &&
      (await handler.canView(moderatorId, subject)) &&
      (await (handler.isPublic?.(subject) ?? Promise.resolve(true)));
    if (!isInSight) throw new Rejection('SAFETY_SUBJECT_NOT_FOUND');
    return facts;
  }

  /** Reads the fingerprints that a decision about the subject applies to. Reads files, so never call it inside a transaction. */
  private async fingerprintsOf(subject: Subject): Promise<readonly ContentFingerprint[]> {
    const facts = await this.subjects.detailsOf(subject);
    const image = facts?.image ? await this.fingerprints.ofStored(facts.image.sha256) : null;
    const others = (await (await this.subjects.handlerOf(subject))?.fingerprints?.(subject)) ?? [];
    return image ? [image, ...others] : others;
  }

  private async requireRank(moderatorId: string | null, role: AccountRole): Promise<void> {
    if (moderatorId === null) return;
    const moderatorRole = (await this.standings.staff()).get(moderatorId);
    if (moderatorRole === undefined) throw new Rejection('FORBIDDEN');
    if (!canSanction(moderatorRole, role)) throw new Rejection('SAFETY_INSUFFICIENT_ROLE');
  }

  private async requireAllowed(context: CaseContext, { kind, remove = false, authorIds }: NewDecision): Promise<void> {
    const { subject } = context.case;
    if (
      authorIds &&
      !(kind === 'remove' && subject.kind === 'prompt' && authorIds.every((id) => context.authorIds.includes(id)))
    ) {
      throw new Rejection('INVALID', { field: 'authorIds', reason: 'no authors of a reported prompt' });
    }
    const handler = await this.subjects.handlerOf(subject);
    const facts = await this.subjects.detailsOf(subject);
    const decisions = await this.decisions.about([subjectKey(subject)]);
    const { allowed, conflict } = allowedDecisions({ ...context, facts, handler, decisions });
    const kinds: readonly DecisionKind[] = remove ? [kind, 'remove'] : [kind];
    if (kinds.every((one) => allowed.includes(one))) return;
    if (conflict === 'own' || conflict === 'reported') throw new Rejection('SAFETY_CONFLICT_OF_INTEREST');
    if (conflict === 'outranked' && (kind === 'mute' || kind === 'ban')) {
      throw new Rejection('SAFETY_INSUFFICIENT_ROLE');
    }
    throw new Rejection('SAFETY_DECISION_NOT_ALLOWED');
  }

  private async change(changed: StoredCase): Promise<void> {
    await this.cases.change(changed);
    this.unitOfWork.publish(new CaseChanged(changed.id));
  }
}

/** @throws Rejection SAFETY_CASE_CLAIMED { until } */
const requireUnclaimed = ({ claim }: StoredCase, moderatorId: string, now: number): void => {
  if (claim && claim.byId !== moderatorId && claim.until > now) {
    throw new Rejection('SAFETY_CASE_CLAIMED', { until: claim.until });
  }
};

/** @throws Rejection INVALID */
const requireFuture = (until: number | null | undefined, now: number): void => {
  if (typeof until === 'number' && until <= now) {
    throw new Rejection('INVALID', { field: 'until', reason: 'in the past' });
  }
};
