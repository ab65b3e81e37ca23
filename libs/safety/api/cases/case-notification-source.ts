import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type NotificationCursor, type NotificationSource, NotificationSources, Users } from '@visionary/accounts';
import type { CaseReason, NotificationView, UserView } from '@visionary/contract';
import { type CaseNotification, NOTIFICATION_SOURCE } from '../../domain/cases/case-notifications.js';
import { ReadCaseNotifications } from '../../use-cases/cases/read-case-notifications.js';

/** What cases tell users, among their other news. */
@Injectable()
export class CaseNotificationSource implements NotificationSource, OnModuleInit {
  readonly name = NOTIFICATION_SOURCE;

  constructor(
    private readonly sources: NotificationSources,
    private readonly reading: ReadCaseNotifications,
    private readonly users: Users,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async page(userId: string, after: NotificationCursor | null, limit: number): Promise<NotificationView[]> {
    return this.views(await this.reading.page(userId, after, limit));
  }

  async byIds(ids: readonly string[]): Promise<{ userId: string; notification: NotificationView }[]> {
    const told = await this.reading.byIds(ids);
    const views = await this.views(told);
    return told.flatMap(({ userId }, index) => {
      const notification = views[index];
      return notification ? [{ userId, notification }] : [];
    });
  }

  unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.reading.unreadOf(userIds);
  }

  read(userId: string, ids: readonly string[] | undefined): Promise<void> {
    return this.reading.see(userId, ids);
  }

  private async views(told: readonly CaseNotification[]): Promise<NotificationView[]> {
    const users = await this.users.byIds(told.flatMap(({ data }) => data.byId ?? []));
    return told.map((notice) => viewOf(notice, (id) => users.get(id) ?? { id, name: '' }));
  }
}

const viewOf = (
  { id, kind, caseId, data, at, readAt }: CaseNotification,
  userOf: (id: string) => UserView,
): NotificationView => {
  const { byId, subject, text, reason = 'other' } = data;
  const about = { id, at, isRead: readAt !== null };
  switch (kind) {
    case 'report':
      return {
        ...about,
        kind,
        ...(byId !== undefined && { by: userOf(byId) }),
        reason: reason as CaseReason,
        text,
        caseId,
        subject,
      };
    case 'appeal':
      return { ...about, kind, by: userOf(byId ?? ''), text, caseId };
    case 'decision':
    case 'appealDecided':
    case 'reportDecided':
      return { ...about, kind, text, subject, ...decidedOf(data) };
    default:
      return kind satisfies never;
  }
};

const decidedOf = ({
  decision = 'dismiss',
  rule,
  until,
  contentRating,
  outcome,
  mayAppeal = false,
}: CaseNotification['data']) => ({
  ...{ decision, mayAppeal },
  ...(rule !== undefined && { rule: rule as CaseReason }),
  ...(until !== undefined && { until }),
  ...(contentRating !== undefined && { contentRating }),
  ...(outcome !== undefined && { outcome }),
});
