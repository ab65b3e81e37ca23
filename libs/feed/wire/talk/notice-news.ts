import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type NewsPlace, type NewsSource, NewsSources } from '@visionary/accounts';
import type { NotificationView } from '@visionary/contract';
import { KnownModels } from '@visionary/generation';
import { NEWS_SOURCE } from '../../domain/talk/notices.js';
import { ReadNotices } from '../../usecases/talk/read-notices.js';
import { SeeNotices } from '../../usecases/talk/see-notices.js';
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
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async page(personId: string, after: NewsPlace | null, limit: number): Promise<NotificationView[]> {
    const [told, titles] = [await this.reading.page(personId, after, limit), await this.titles()];
    return told.flatMap((notice) => viewOfNotice(notice, titles) ?? []);
  }

  async byIds(ids: readonly string[]): Promise<{ personId: string; notification: NotificationView }[]> {
    const [told, titles] = [await this.reading.byIds(ids), await this.titles()];
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

  private async titles(): Promise<Titles> {
    return { model: await this.models.titles(), lora: await this.models.loraTitles() };
  }
}
