import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type NewsPlace, type NewsSource, NewsSources, People } from '@visionary/accounts';
import type { CaseReason, NotificationView, PersonView } from '@visionary/contract';
import { type CaseNotice, NEWS_SOURCE } from '../../domain/cases/case-notices.js';
import { ReadCaseNotices } from '../../usecases/cases/read-case-notices.js';

/** What cases tell people, among their other news. */
@Injectable()
export class CaseNoticeNews implements NewsSource, OnModuleInit {
  readonly name = NEWS_SOURCE;

  constructor(
    private readonly sources: NewsSources,
    private readonly reading: ReadCaseNotices,
    private readonly people: People,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async page(personId: string, after: NewsPlace | null, limit: number): Promise<NotificationView[]> {
    return this.views(await this.reading.page(personId, after, limit));
  }

  async byIds(ids: readonly string[]): Promise<{ personId: string; notification: NotificationView }[]> {
    const told = await this.reading.byIds(ids);
    const views = await this.views(told);
    return told.flatMap(({ personId }, index) => {
      const notification = views[index];
      return notification ? [{ personId, notification }] : [];
    });
  }

  unreadOf(personIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.reading.unreadOf(personIds);
  }

  read(personId: string, ids: readonly string[] | undefined): Promise<void> {
    return this.reading.see(personId, ids);
  }

  private async views(told: readonly CaseNotice[]): Promise<NotificationView[]> {
    const people = await this.people.byIds(told.flatMap(({ data }) => data.byId ?? []));
    return told.map((notice) => viewOf(notice, (id) => people.get(id) ?? { id, name: '' }));
  }
}

const viewOf = (
  { id, kind, caseId, data, at, readAt }: CaseNotice,
  personOf: (id: string) => PersonView,
): NotificationView => {
  const { byId, subject, text, reason = 'other' } = data;
  const about = { id, at, isRead: readAt !== null };
  switch (kind) {
    case 'report':
      return {
        ...about,
        kind,
        ...(byId !== undefined && { by: personOf(byId) }),
        reason: reason as CaseReason,
        text,
        caseId,
        subject,
      };
    case 'appeal':
      return { ...about, kind, by: personOf(byId ?? ''), text, caseId };
    case 'decision':
    case 'appealDecided':
    case 'reportDecided':
      return { ...about, kind, text, subject, ...decidedOf(data) };
    default:
      return kind satisfies never;
  }
};

const decidedOf = ({ decision = 'keep', rule, until, maturity, outcome, mayAppeal = false }: CaseNotice['data']) => ({
  ...{ decision, mayAppeal },
  ...(rule !== undefined && { rule: rule as CaseReason }),
  ...(until !== undefined && { until }),
  ...(maturity !== undefined && { maturity }),
  ...(outcome !== undefined && { outcome }),
});
