import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type NewsPlace, type NewsSource, NewsSources, Sights } from '@visionary/accounts';
import type { NotificationView } from '@visionary/contract';
import { KnownModels } from '@visionary/generation';
import { NEWS_SOURCE } from '../../domain/talk/notices.js';
import { type NamedNotice, ReadNotices } from '../../usecases/talk/read-notices.js';
import { SeeNotices } from '../../usecases/talk/see-notices.js';
import { withoutWords } from '../../usecases/talk/untold.js';
import { type Titles, viewOfNotice } from './notice-views.js';

/** What the feed tells people. */
@Injectable()
export class NoticeNews implements NewsSource, OnModuleInit {
  readonly name = NEWS_SOURCE;

  constructor(
    private readonly sources: NewsSources,
    private readonly reading: ReadNotices,
    private readonly seeing: SeeNotices,
    private readonly models: KnownModels,
    private readonly sights: Sights,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async page(personId: string, after: NewsPlace | null, limit: number): Promise<NotificationView[]> {
    const told = await this.asSeen(await this.reading.page(personId, after, limit));
    const titles = await this.titles();
    return told.flatMap((notice) => viewOfNotice(notice, titles) ?? []);
  }

  async byIds(ids: readonly string[]): Promise<{ personId: string; notification: NotificationView }[]> {
    const told = await this.asSeen(await this.reading.byIds(ids));
    const titles = await this.titles();
    return told.flatMap((notice) => {
      const notification = viewOfNotice(notice, titles);
      return notification ? [{ personId: notice.personId, notification }] : [];
    });
  }

  unreadOf(personIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.reading.unreadOf(personIds);
  }

  read(personId: string, ids: readonly string[] | undefined): Promise<void> {
    return this.seeing.run(personId, ids);
  }

  /** Asks for the sight of those alone who are told of something that is not for everybody. */
  private async asSeen(told: readonly NamedNotice[]): Promise<NamedNotice[]> {
    const others = told.filter(({ post, model }) => [post, model].some((one) => one && one.maturity !== 'everybody'));
    const hides = new Map<string, boolean>();
    for (const id of new Set(others.map(({ personId }) => personId))) {
      hides.set(id, await this.sights.seesOnlySafe(id));
    }
    return told.map((notice) => (hides.get(notice.personId) ? withoutWords(notice) : notice));
  }

  private async titles(): Promise<Titles> {
    return { model: await this.models.titles(), lora: await this.models.loraTitles() };
  }
}
