import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type NotificationCursor,
  type NotificationSource,
  NotificationSources,
  NotificationsRead,
  Users,
} from '@visionary/accounts';
import type { NotificationView, UserView } from '@visionary/contract';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { type CaseNotification, NOTIFICATION_SOURCE } from '../../domain/cases/case-notifications.js';
import { CaseNotifications } from '../../storage/cases/case-notifications.js';

/** Provides notifications about cases to the inbox. */
@Injectable()
export class CaseNotificationSource implements NotificationSource, OnModuleInit {
  readonly name = NOTIFICATION_SOURCE;

  constructor(
    private readonly sources: NotificationSources,
    private readonly notifications: CaseNotifications,
    private readonly users: Users,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async page(userId: string, after: NotificationCursor | null, limit: number): Promise<NotificationView[]> {
    return this.views(await this.notifications.page(userId, after, limit));
  }

  async byIds(ids: readonly string[]): Promise<{ userId: string; notification: NotificationView }[]> {
    const notifications = await this.notifications.byIds(ids);
    const views = await this.views(notifications);
    return notifications.flatMap(({ userId }, index) => {
      const notification = views[index];
      return notification ? [{ userId, notification }] : [];
    });
  }

  unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.notifications.unreadOf(userIds);
  }

  async read(userId: string, ids: readonly string[] | undefined): Promise<void> {
    await this.unitOfWork.run(async () => {
      const anyUnread = await this.notifications.markRead(userId, ids, this.clock.now());
      if (anyUnread) this.unitOfWork.publish(new NotificationsRead([userId]));
    });
  }

  private async views(notifications: readonly CaseNotification[]): Promise<NotificationView[]> {
    const users = await this.users.byIds(notifications.flatMap(({ data }) => data.byId ?? []));
    return notifications.map((notification) => viewOf(notification, (id) => users.get(id) ?? { id, name: '' }));
  }
}

const viewOf = (
  { id, kind, caseId, data, at, readAt }: CaseNotification,
  userOf: (id: string) => UserView,
): NotificationView => {
  const { byId, subject, text, reason = 'other' } = data;
  const common = { id, at, isRead: readAt !== null };
  switch (kind) {
    case 'report':
      return { ...common, kind, ...(byId !== undefined && { by: userOf(byId) }), reason, text, caseId, subject };
    case 'appeal':
      return { ...common, kind, by: userOf(byId ?? ''), text, caseId };
    case 'decision':
    case 'appealDecided':
    case 'reportDecided':
      return { ...common, kind, text, subject, ...decisionOf(data) };
    default:
      return kind satisfies never;
  }
};

const decisionOf = ({
  decision = 'dismiss',
  rule,
  until,
  contentRating,
  outcome,
  mayAppeal = false,
}: CaseNotification['data']) => ({
  decision,
  mayAppeal,
  ...(rule !== undefined && { rule }),
  ...(until !== undefined && { until }),
  ...(contentRating !== undefined && { contentRating }),
  ...(outcome !== undefined && { outcome }),
});
