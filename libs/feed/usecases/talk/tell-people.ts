import { Injectable } from '@nestjs/common';
import { DeclinedNews, type NewsChoice, NewsRead, PeopleTold } from '@visionary/accounts';
import { Ids, UnitOfWork } from '@visionary/kernel';
import { type Forgotten, NEWS_SOURCE, type Notice, type NoticeKind, Notices } from '../../domain/talk/notices.js';

/** What can be declined; what one has to mend reaches people whatever they chose. */
const CHOICES: Readonly<Record<NoticeKind, NewsChoice | null>> = {
  comment: 'comments',
  commentReply: 'replies',
  commentMention: 'mentions',
  postMention: 'mentions',
  reactions: 'reactions',
  follow: 'follows',
  takeFinished: 'takes',
  takeFailed: 'takes',
  modelUsed: 'models',
  modelComment: 'comments',
  modelReply: 'replies',
  modelMention: 'mentions',
  modelReview: 'comments',
  modelReactions: 'reactions',
  modelPublished: 'versions',
  versionPublished: 'versions',
  versionSetAside: null,
};

/** What is not said is nothing; one person did it, who stands in `peopleIds`. */
export type NoticeDraft = Pick<Notice, 'personId' | 'kind' | 'at' | 'peopleIds'> &
  Partial<Omit<Notice, 'id' | 'readAt'>>;

const EMPTY = {
  ...({ bundle: null, postId: null, commentId: null, modelId: null, roomId: null, takeId: null } as const),
  ...{ extra: {}, count: 1 },
};

/** Inside the transaction in which something happens: tells people of it, as far as they want to be told. */
@Injectable()
export class TellPeople {
  constructor(
    private readonly notices: Notices,
    private readonly declined: DeclinedNews,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
  ) {}

  /** @param drafts of several for one person the first that they want is told */
  async run(drafts: readonly NoticeDraft[]): Promise<void> {
    if (drafts.length === 0) return;
    const declined = await this.declined.ofPeople([...new Set(drafts.map(({ personId }) => personId))]);
    const told = new Map<string, Notice>();
    for (const draft of drafts) {
      const choice = CHOICES[draft.kind];
      if (told.has(draft.personId) || (choice && declined.get(draft.personId)?.has(choice))) continue;
      told.set(draft.personId, { ...EMPTY, ...draft, id: this.ids.next(), readAt: null });
    }
    if (told.size === 0) return;
    await this.notices.add([...told.values()]);
    this.announce([...told.values()]);
  }

  /** An unread one says more from now on. @returns false where it was read meanwhile, or is not wanted any more */
  async grow(notice: Notice): Promise<boolean> {
    if (!(await this.notices.grow(notice))) return false;
    this.announce([notice]);
    return true;
  }

  async wants(personId: string, kind: NoticeKind): Promise<boolean> {
    const choice = CHOICES[kind];
    return choice === null || !(await this.declined.of(personId)).has(choice);
  }

  async forget(about: Forgotten): Promise<void> {
    const people = await this.notices.forget(about);
    if (people.length > 0) this.unitOfWork.announce(new NewsRead(people));
  }

  private announce(told: readonly Notice[]): void {
    const ids = told.map(({ id, personId }) => ({ id, personId }));
    this.unitOfWork.announce(new PeopleTold(NEWS_SOURCE, ids));
  }
}
