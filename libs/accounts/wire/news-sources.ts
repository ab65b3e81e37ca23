import { Injectable } from '@nestjs/common';
import type { NotificationPage, NotificationView } from '@visionary/contract';
import { pageOf, readCursor, UnitOfWork } from '@visionary/kernel';
import type { NewsPlace } from '../domain/news.js';

/** What one slice has to tell people. Register it with `NewsSources.add` when the module starts. */
export interface NewsSource {
  /** By which `PeopleTold` names it. */
  readonly name: string;
  /** Newest first by (at, id); those after the place. */
  page(personId: string, after: NewsPlace | null, limit: number): Promise<NotificationView[]>;
  /** Those of these that are there and may be told, with whom they are for. */
  byIds(ids: readonly string[]): Promise<{ readonly personId: string; readonly notification: NotificationView }[]>;
  /** What is not read, of each of these people: one query. */
  unreadOf(personIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** These of one person, or all of theirs without ids; ids of others and of other sources change nothing. Announces `NewsRead`. */
  read(personId: string, ids: readonly string[] | undefined): Promise<void>;
}

const PER_PAGE = 30;

const newestFirst = (a: NewsPlace, b: NewsPlace): number => b.at - a.at || (a.id < b.id ? 1 : -1);

/** Everything that people are told, as one stream, without knowing the slices. */
@Injectable()
export class NewsSources {
  private readonly sources: NewsSource[] = [];

  constructor(private readonly work: UnitOfWork) {}

  add(source: NewsSource): void {
    this.sources.push(source);
  }

  /** Newest first. @throws Rejection INVALID for a cursor that is none */
  async page(personId: string, cursor?: string): Promise<NotificationPage> {
    const from = readCursor(cursor);
    const after = from && { at: from.value, id: from.id };
    const found = await Promise.all(this.sources.map((source) => source.page(personId, after, PER_PAGE + 1)));
    const all = found.flat().sort(newestFirst);
    const { page, nextCursor } = pageOf(all, PER_PAGE, ({ at: value, id }) => ({ value, id }));
    return { notifications: [...page], unread: await this.unread(personId), nextCursor };
  }

  async byIds(source: string, ids: readonly string[]): ReturnType<NewsSource['byIds']> {
    return (await this.sources.find(({ name }) => name === source)?.byIds(ids)) ?? [];
  }

  async unread(personId: string): Promise<number> {
    return (await this.unreadOf([personId])).get(personId) ?? 0;
  }

  /** One query for each source, however many people. */
  async unreadOf(personIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const counts = await Promise.all(this.sources.map((source) => source.unreadOf(personIds)));
    return new Map(personIds.map((id) => [id, counts.reduce((sum, count) => sum + (count.get(id) ?? 0), 0)]));
  }

  /** @param ids undefined: all of them. @returns how many are left */
  async read(personId: string, ids: readonly string[] | undefined): Promise<number> {
    await this.work.run(async () => {
      // One after the other: they share the transaction's connection.
      for (const source of this.sources) await source.read(personId, ids);
    });
    return this.unread(personId);
  }
}
