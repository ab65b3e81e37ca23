import { Injectable } from '@nestjs/common';
import { ListUserStandings, NotificationsRead, UsersNotified } from '@visionary/accounts';
import { Ids, PERMANENT, UnitOfWork } from '@visionary/kernel';
import { isInForce } from '../../domain/cases/allowed-decisions.js';
import type { StoredAppeal, StoredCase, StoredDecision } from '../../domain/cases/case.js';
import {
  type CaseNotification,
  type CaseNotificationData,
  type CaseNotificationKind,
  NOTIFICATION_SOURCE,
} from '../../domain/cases/case-notifications.js';
import { CaseNotifications } from '../../storage/cases/case-notifications.js';

type NewNotification = Pick<CaseNotification, 'kind' | 'caseId' | 'data' | 'at'>;

/** Creates notifications about cases, inside the transaction of the change. Users can't opt out of them. */
@Injectable()
export class CaseNotifier {
  constructor(
    private readonly notifications: CaseNotifications,
    private readonly standings: ListUserStandings,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
  ) {}

  /** @param exceptId the user who caused the notification */
  async moderators(notification: NewNotification, exceptId: string | null): Promise<void> {
    const staffIds = [...(await this.standings.staff()).keys()];
    await this.users(
      staffIds.filter((id) => id !== exceptId),
      notification,
    );
  }

  /** Notifies the author of the decision, and the reporters of its outcome. */
  async decided(one: StoredCase, decision: StoredDecision, reporterIds: readonly string[]): Promise<void> {
    const { id: caseId, authorId } = one;
    const { at } = decision;
    const data = dataOf(one, decision);
    // A dismissal would only tell the author that someone reported them.
    if (authorId !== null && decision.kind !== 'dismiss') {
      await this.users([authorId], { kind: 'decision', caseId, data, at });
    }
    const others = reporterIds.filter((id) => id !== authorId);
    const { until: _until, rule: _rule, ...outcome } = { ...data, text: '', mayAppeal: false };
    await this.users(others, { kind: 'reportDecided', caseId, data: outcome, at });
    await this.markRead(caseId, ['report'], at);
  }

  async appealed({ id, subject, title }: StoredCase, { byId, words, at }: StoredAppeal): Promise<void> {
    const data = { subject: { kind: subject.kind, title }, byId, text: words };
    await this.moderators({ kind: 'appeal', caseId: id, data, at }, byId);
  }

  async appealDecided(one: StoredCase, decision: StoredDecision, appeal: StoredAppeal, at: number): Promise<void> {
    const outcome = appeal.outcome ?? 'denied';
    const data = { ...dataOf(one, decision), text: appeal.answer, outcome, mayAppeal: false };
    await this.users([appeal.byId], { kind: 'appealDecided', caseId: one.id, data, at });
    await this.markRead(one.id, ['appeal'], at);
  }

  private async users(userIds: readonly string[], notification: NewNotification): Promise<void> {
    const added = [...new Set(userIds)].map((userId) => ({
      id: this.ids.next(),
      userId,
      readAt: null,
      ...notification,
    }));
    if (added.length === 0) return;
    await this.notifications.add(added);
    const notified = added.map(({ id, userId }) => ({ id, userId }));
    this.unitOfWork.publish(new UsersNotified(NOTIFICATION_SOURCE, notified));
  }

  /** Once a case is decided, no other moderator needs to read these. */
  private async markRead(caseId: string, kinds: readonly CaseNotificationKind[], at: number): Promise<void> {
    const userIds = await this.notifications.markCaseRead(caseId, kinds, at);
    if (userIds.length > 0) this.unitOfWork.publish(new NotificationsRead(userIds));
  }
}

const dataOf = ({ subject, title, path }: StoredCase, decision: StoredDecision): CaseNotificationData => {
  const { kind, rule, words, until, contentRating } = decision;
  return {
    subject: { kind: subject.kind, title, ...(path !== null && { path }) },
    decision: kind,
    text: words,
    mayAppeal: isInForce(decision),
    ...(rule !== null && { rule }),
    ...(until !== null && until !== PERMANENT && { until }),
    ...(contentRating !== null && { contentRating }),
  };
};
