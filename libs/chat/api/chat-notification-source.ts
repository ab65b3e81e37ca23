import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type NotificationCursor, type NotificationSource, NotificationSources } from '@visionary/accounts';
import type { MessageNotification } from '@visionary/contract';
import { NEWS_SOURCE } from '../domain/notifications.js';
import { type Notification, ReadNotifications } from '../use-cases/read-notifications.js';
import { MarkNotificationsRead } from '../use-cases/mark-notifications-read.js';

/** What messages tell users. */
@Injectable()
export class ChatNotificationSource implements NotificationSource, OnModuleInit {
  readonly name = NEWS_SOURCE;

  constructor(
    private readonly sources: NotificationSources,
    private readonly reading: ReadNotifications,
    private readonly seeing: MarkNotificationsRead,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async page(userId: string, after: NotificationCursor | null, limit: number): Promise<MessageNotification[]> {
    return (await this.reading.page(userId, after, limit)).map(viewOf);
  }

  async byIds(ids: readonly string[]): Promise<{ userId: string; notification: MessageNotification }[]> {
    const found = await this.reading.byIds(ids);
    return found.map((one) => ({ userId: one.userId, notification: viewOf(one) }));
  }

  unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.reading.unreadOf(userIds);
  }

  read(userId: string, ids: readonly string[] | undefined): Promise<void> {
    return this.seeing.run(userId, ids);
  }
}

const viewOf = ({
  id,
  kind,
  roomId,
  roomName,
  messageId,
  by,
  text,
  at,
  isRead,
}: Notification): MessageNotification => ({
  ...{ id, kind, messageId, by, text, at, isRead },
  room: { id: roomId, name: roomName },
});
