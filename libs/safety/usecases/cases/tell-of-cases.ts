import { Injectable } from '@nestjs/common';
import { ListStandings, NewsRead, PeopleTold } from '@visionary/accounts';
import { Ids, UnitOfWork } from '@visionary/kernel';
import { CaseNotices, type CaseNoticeKind, NEWS_SOURCE, type NoticeData } from '../../domain/cases/case-notices.js';

interface Telling {
  readonly kind: CaseNoticeKind;
  readonly caseId: string;
  readonly data: NoticeData;
  readonly at: number;
}

/** Inside the transaction in which something happens with a case: tells people of it. Nobody can decline it. */
@Injectable()
export class TellOfCases {
  constructor(
    private readonly notices: CaseNotices,
    private readonly standings: ListStandings,
    private readonly work: UnitOfWork,
    private readonly ids: Ids,
  ) {}

  async people(personIds: readonly string[], telling: Telling): Promise<void> {
    const told = [...new Set(personIds)].map((personId) => ({
      id: this.ids.next(),
      personId,
      readAt: null,
      ...telling,
    }));
    if (told.length === 0) return;
    await this.notices.add(told);
    this.work.announce(
      new PeopleTold(
        NEWS_SOURCE,
        told.map(({ id, personId }) => ({ id, personId })),
      ),
    );
  }

  /** @param butId whoever caused it */
  async moderators(telling: Telling, butId: string | null): Promise<void> {
    const all = [...(await this.standings.caretakers()).keys()];
    await this.people(
      all.filter((id) => id !== butId),
      telling,
    );
  }

  /** What those who moderate were told of it needs nobody's eyes any more. */
  async settle(caseId: string, kinds: readonly CaseNoticeKind[], at: number): Promise<void> {
    const people = await this.notices.settle(caseId, kinds, at);
    if (people.length > 0) this.work.announce(new NewsRead(people));
  }
}
