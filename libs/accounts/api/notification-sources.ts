import { Injectable } from '@nestjs/common';
import type { NotificationPage, NotificationView } from '@visionary/contract';
import { pageOf, readCursor, UnitOfWork } from '@visionary/kernel';
import type { NotificationCursor } from '../domain/notifications.js';

/** What one slice has to tell users. Register it with `NotificationSources.add` when the module starts. */
export interface NotificationSource {
  /** By which `UsersNotified` names it. */
  readonly name: string;
  /** Newest first by (at, id); those after the place. */
  page(userId: string, after: NotificationCursor | null, limit: number): Promise<NotificationView[]>;
  /** Those of these that are there and may be told, with whom they are for. */
  byIds(ids: readonly string[]): Promise<{ readonly userId: string; readonly notification: NotificationView }[]>;
  /** What is not read, of each of these users: one query. */
  unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** These of one user, or all of theirs without ids; ids of others and of other sources change nothing. Announces `NotificationsRead`. */
  read(userId: string, ids: readonly string[] | undefined): Promise<void>;
}

const PER_PAGE = 30;

const newestFirst = (a: NotificationCursor, b: NotificationCursor): number => b.at - a.at || (a.id < b.id ? 1 : -1);

/** Everything that users are told, as one stream, without knowing the slices. */
@Injectable()
export class NotificationSources {
  private readonly sources: NotificationSource[] = [];

  constructor(private readonly work: UnitOfWork) {}

  add(source: NotificationSource): void {
    this.sources.push(source);
  }

  /** Newest first. @throws Rejection INVALID for a cursor that is none */
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

  /** One query for each source, however many users. */
  async unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const counts = await Promise.all(this.sources.map((source) => source.unreadOf(userIds)));
    return new Map(userIds.map((id) => [id, counts.reduce((sum, count) => sum + (count.get(id) ?? 0), 0)]));
  }

  /** @param ids undefined: all of them. @returns how many are left */
  async read(userId: string, ids: readonly string[] | undefined): Promise<number> {
    await this.work.run(async () => {
      // One after the other: they share the transaction's connection.
      for (const source of this.sources) await source.read(userId, ids);
    });
    return this.unread(userId);
  }
}
