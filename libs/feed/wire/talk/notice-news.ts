import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type NewsPlace, type NewsSource, NewsSources } from '@visionary/accounts';
import type { NotificationView } from '@visionary/contract';
import { NEWS_SOURCE } from '../../domain/talk/notices.js';
import { ReadNotices } from '../../usecases/talk/read-notices.js';
import { SeeNotices } from '../../usecases/talk/see-notices.js';
import { viewOfNotice } from './notice-views.js';

/** What the feed tells people. */
@Injectable()
export class NoticeNews implements NewsSource, OnModuleInit {
  readonly name = NEWS_SOURCE;

  constructor(
    private readonly sources: NewsSources,
    private readonly reading: ReadNotices,
    private readonly seeing: SeeNotices,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async page(personId: string, after: NewsPlace | null, limit: number): Promise<NotificationView[]> {
    return (await this.reading.page(personId, after, limit)).flatMap((notice) => viewOfNotice(notice) ?? []);
  }

  async byIds(ids: readonly string[]): Promise<{ personId: string; notification: NotificationView }[]> {
    return (await this.reading.byIds(ids)).flatMap((notice) => {
      const notification = viewOfNotice(notice);
      return notification ? [{ personId: notice.personId, notification }] : [];
    });
  }

  unreadOf(personIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.reading.unreadOf(personIds);
  }

  read(personId: string, ids: readonly string[] | undefined): Promise<void> {
    return this.seeing.run(personId, ids);
  }
}
