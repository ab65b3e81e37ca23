import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ListUserStandings } from '@visionary/accounts';
import type { CaseReason, ContentRating, DecisionKind, SubjectKind } from '@visionary/contract';
import { PERMANENT } from '@visionary/kernel';
import { Inbox, type NewNotification, type Notification, Notifications } from '@visionary/notifications';
import { isInForce } from '../../domain/cases/allowed-decisions.js';
import type { StoredAppeal, StoredCase, StoredDecision } from '../../domain/cases/case.js';

/** A snapshot of the case at the time of the notification. */
export interface CaseFacts {
  readonly subject: { readonly kind: SubjectKind; readonly title: string; readonly path?: string };
  readonly reason?: CaseReason;
  readonly text: string;
  readonly decision?: DecisionKind;
  readonly rule?: CaseReason;
  readonly until?: number;
  readonly contentRating?: ContentRating;
  readonly outcome?: 'granted' | 'denied';
  readonly mayAppeal?: boolean;
}

const CASE_KINDS = ['report', 'appeal', 'decision', 'appealDecided', 'reportDecided'] as const;

type ForModerators = Pick<NewNotification, 'actorId' | 'at'> & {
  readonly kind: 'report' | 'appeal';
  readonly caseId: string;
  readonly facts: CaseFacts;
};

/** Notifies users of cases, inside the transaction of the change. Users can't opt out. */
@Injectable()
export class CaseNotifier implements OnModuleInit {
  constructor(
    private readonly inbox: Inbox,
    private readonly notifications: Notifications,
    private readonly standings: ListUserStandings,
  ) {}

  onModuleInit(): void {
    this.inbox.register(['report'], async () => ({ subjectId, facts }: Notification) => {
      const { subject, reason = 'other', text } = facts as CaseFacts;
      return { caseId: subjectId ?? '', subject, reason, text };
    });
    this.inbox.register(['appeal'], async () => ({ subjectId, facts }: Notification) => {
      return { caseId: subjectId ?? '', text: (facts as CaseFacts).text };
    });
    this.inbox.register(['decision', 'appealDecided', 'reportDecided'], async () => ({ facts }: Notification) => {
      const { reason: _reason, ...shown } = facts as CaseFacts;
      return { ...shown, decision: shown.decision ?? 'dismiss', mayAppeal: shown.mayAppeal ?? false };
    });
  }

  /** Notifies moderators, except the one who caused it and the author of the subject. */
  async notifyModerators({ caseId: subjectId, ...shared }: ForModerators, authorId: string | null): Promise<void> {
    const staffIds = [...(await this.standings.staff()).keys()].filter((id) => id !== authorId);
    await this.notifications.publish(staffIds.map((userId) => ({ ...shared, userId, subjectId })));
  }

  /**
   * Notifies the authors of the decision, and the reporters of its outcome.
   * @param decisions one per author
   */
  async notifyOfDecision(
    decidedCase: StoredCase,
    decisions: readonly StoredDecision[],
    reporterIds: readonly string[],
  ): Promise<void> {
    const { id: subjectId } = decidedCase;
    const [decision] = decisions as [StoredDecision, ...StoredDecision[]];
    const { at } = decision;
    const facts = factsOf(decidedCase, decision);
    const { until: _until, rule: _rule, ...outcome } = { ...facts, text: '', mayAppeal: false };
    const authorIds = decisions.map(({ authorId }) => authorId).filter((id) => id !== null);
    await this.notifications.publish([
      // A dismissal would only tell the author that someone reported them.
      ...(decision.kind !== 'dismiss' ? authorIds : []).map((userId) => {
        return { kind: 'decision' as const, userId, subjectId, facts, at };
      }),
      ...reporterIds
        .filter((id) => !authorIds.includes(id))
        .map((userId) => ({ kind: 'reportDecided' as const, userId, subjectId, facts: outcome, at })),
    ]);
    // Once a case is decided, no other moderator needs to read these.
    await this.notifications.markSubjectRead(subjectId, ['report']);
  }

  async notifyOfAppeal(
    { id: caseId, subject, title, authorId }: StoredCase,
    { byId, text, at }: StoredAppeal,
  ): Promise<void> {
    const facts = { subject: { kind: subject.kind, title }, text };
    await this.notifyModerators({ kind: 'appeal', caseId, actorId: byId, facts, at }, authorId);
  }

  /** Clears what a user wrote in reports and appeals from the notifications of moderators. */
  async eraseTexts(byId: string, caseIds: readonly string[]): Promise<void> {
    await this.notifications.revise(['report', 'appeal'], caseIds, ({ actorIds, facts }) =>
      actorIds.includes(byId) ? { ...facts, text: '' } : facts,
    );
  }

  /** Clears the titles of subjects. */
  async eraseTitles(caseIds: readonly string[]): Promise<void> {
    await this.notifications.revise(CASE_KINDS, caseIds, ({ facts }) => {
      return { ...facts, subject: { ...(facts as CaseFacts).subject, title: '' } };
    });
  }

  async notifyOfAppealOutcome(
    appealedCase: StoredCase,
    decision: StoredDecision,
    appeal: StoredAppeal,
    at: number,
  ): Promise<void> {
    const outcome = appeal.outcome ?? 'denied';
    const facts = { ...factsOf(appealedCase, decision), text: appeal.answer, outcome, mayAppeal: false };
    await this.notifications.publish([
      { kind: 'appealDecided', userId: appeal.byId, subjectId: appealedCase.id, facts, at },
    ]);
    await this.notifications.markSubjectRead(appealedCase.id, ['appeal']);
  }
}

const factsOf = ({ subject, title, path }: StoredCase, decision: StoredDecision): CaseFacts => {
  const { kind, rule, message, until, contentRating } = decision;
  return {
    subject: { kind: subject.kind, title, ...(path !== null && { path }) },
    decision: kind,
    text: message,
    mayAppeal: isInForce(decision),
    ...(rule !== null && { rule }),
    ...(until !== null && until !== PERMANENT && { until }),
    ...(contentRating !== null && { contentRating }),
  };
};
