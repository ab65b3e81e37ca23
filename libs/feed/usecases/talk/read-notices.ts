import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { beginningOf, mentionsIn, withNames } from '@visionary/kernel';
import type { Speaker } from '../../domain/talk/comments.js';
import { TalkLimits } from '../../domain/talk/limits.js';
import { type NoticePlace, Notices, type ToldNotice } from '../../domain/talk/notices.js';

/** With the people behind it, those who are gone left out, and the beginning of what was said. */
export type NamedNotice = ToldNotice & { readonly people: readonly Speaker[]; readonly text: string };

/** What the feed tells somebody. */
@Injectable()
export class ReadNotices {
  constructor(
    private readonly notices: Notices,
    private readonly people: People,
    private readonly limits: TalkLimits,
  ) {}

  /** Newest first: two queries, however many. */
  async page(personId: string, after: NoticePlace | null, limit: number): Promise<NamedNotice[]> {
    return this.named(await this.notices.page(personId, after, limit));
  }

  async byIds(ids: readonly string[]): Promise<NamedNotice[]> {
    return this.named(await this.notices.byIds(ids));
  }

  /** One query however many people. */
  unreadOf(personIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.notices.unreadOf(personIds);
  }

  private async named(told: readonly ToldNotice[]): Promise<NamedNotice[]> {
    const { quoteLength, mentionsPerComment } = this.limits;
    const called = told.flatMap((one) => mentionsIn(saidIn(one), mentionsPerComment).people);
    const people = await this.people.byIds([...told.flatMap(({ peopleIds }) => peopleIds), ...called]);
    return told.map((one) => {
      const said = withNames(saidIn(one), (id) => people.get(id)?.name ?? '');
      const theirs = one.peopleIds.map((id) => people.get(id)).filter((person) => person !== undefined);
      return { ...one, people: theirs, text: beginningOf(said, quoteLength) };
    });
  }
}

const saidIn = ({ kind, comment, post }: ToldNotice): string =>
  kind === 'postMention' ? (post?.words ?? '') : (comment ?? '');
