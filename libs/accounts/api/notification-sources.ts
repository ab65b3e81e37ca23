import { Injectable } from '@nestjs/common';
import type { NotificationPage, NotificationView } from '@visionary/contract';
import { pageOf, readCursor, UnitOfWork } from '@visionary/kernel';
import type { NotificationCursor } from '../domain/notifications.js';

/** The notifications that one slice stores. Register it with `NotificationSources.add` when the module starts. */
export interface NotificationSource {
  /** The `source` of its UsersNotified events. */
  readonly name: string;
  /** Newest first by (at, id), after the cursor. */
  page(userId: string, after: NotificationCursor | null, limit: number): Promise<NotificationView[]>;
  /** The notifications that still exist and that their users may see. */
  byIds(ids: readonly string[]): Promise<{ readonly userId: string; readonly notification: NotificationView }[]>;
  /** Unread notifications of each user. One query. */
  unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Marks these, or without ids all, as read. Ignores ids of other users and sources. Publishes `NotificationsRead`. */
  read(userId: string, ids: readonly string[] | undefined): Promise<void>;
}

const PER_PAGE = 30;

const newestFirst = (a: NotificationCursor, b: NotificationCursor): number => b.at - a.at || (a.id < b.id ? 1 : -1);

/** One inbox from the notifications of all slices, without knowing them. */
@Injectable()
export class NotificationSources {
  private readonly sources: NotificationSource[] = [];

  constructor(private readonly work: UnitOfWork) {}

  add(source: NotificationSource): void {
    this.sources.push(source);
  }

  /** Newest first. @throws Rejection INVALID for a malformed cursor */
  async page(userId: string, cursor?: string): Promise<NotificationPage> {
    const from = readCursor(cursor);
    const after = from && { at: from.value, id: from.id };
    const found = await Promise.all(this.sources.map((source) => source.page(userId, after, PER_PAGE + 1)));
    const all = found.flat().sort(newestFirst);
    const { page, nextCursor } = pageOf(all, PER_PAGE, ({ at: value, id }) => ({ value, id }));
    return { notifications: [...page], unread: await this.unread(userId), nextCursor };
  }

  async byIds(source: string, ids: readonly string[]): ReturnType<NotificationSource['byIds']> {
    return (await this.sources.find(({ name }) => name === source)?.byIds(ids)) ?? [];
  }

  async unread(userId: string): Promise<number> {
    return (await this.unreadOf([userId])).get(userId) ?? 0;
  }

  /** One query per source. */
  async unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const counts = await Promise.all(this.sources.map((source) => source.unreadOf(userIds)));
    return new Map(userIds.map((id) => [id, counts.reduce((sum, count) => sum + (count.get(id) ?? 0), 0)]));
  }

  /** @param ids undefined: all. @returns how many stay unread */
  async read(userId: string, ids: readonly string[] | undefined): Promise<number> {
    await this.work.run(async () => {
      // Sequential, because the sources share the connection of the transaction.
      for (const source of this.sources) await source.read(userId, ids);
    });
    return this.unread(userId);
  }
}
