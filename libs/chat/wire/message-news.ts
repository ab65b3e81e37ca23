import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type NewsPlace, type NewsSource, NewsSources } from '@visionary/accounts';
import type { MessageNotification } from '@visionary/contract';
import { NEWS_SOURCE } from '../domain/notifications.js';
import { type Notification, ReadNotifications } from '../usecases/read-notifications.js';
import { SeeNotifications } from '../usecases/see-notifications.js';

/** What messages tell people. */
@Injectable()
export class MessageNews implements NewsSource, OnModuleInit {
  readonly name = NEWS_SOURCE;

  constructor(
    private readonly sources: NewsSources,
    private readonly reading: ReadNotifications,
    private readonly seeing: SeeNotifications,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async page(personId: string, after: NewsPlace | null, limit: number): Promise<MessageNotification[]> {
    return (await this.reading.page(personId, after, limit)).map(viewOf);
  }

  async byIds(ids: readonly string[]): Promise<{ personId: string; notification: MessageNotification }[]> {
    const found = await this.reading.byIds(ids);
    return found.map((one) => ({ personId: one.personId, notification: viewOf(one) }));
  }

  unreadOf(personIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.reading.unreadOf(personIds);
  }

  read(personId: string, ids: readonly string[] | undefined): Promise<void> {
    return this.seeing.run(personId, ids);
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
