import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted, jsonListFile, PersonalData, type PersonalFile, type PersonalPart } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { ExportTalk } from '../../usecases/talk/export-talk.js';
import { ForgetNotices } from '../../usecases/talk/forget-notices.js';
import { ForgetTalk } from '../../usecases/talk/forget-talk.js';

/** What somebody said, gave and was told in the feed: theirs to take along, and gone with their account. */
@Injectable()
export class PartWithPeople implements PersonalPart, OnModuleInit {
  readonly folder = 'feed';

  constructor(
    private readonly data: PersonalData,
    private readonly events: DomainEvents,
    private readonly talk: ForgetTalk,
    private readonly notices: ForgetNotices,
    private readonly exporting: ExportTalk,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
    this.events.beforeCommit(AccountDeleted, async ({ personId, at }) => {
      await this.notices.ofPerson(personId);
      await this.talk.run(personId, at);
    });
  }

  async *files(personId: string): AsyncIterable<PersonalFile> {
    yield jsonListFile('comments.json', () => this.exporting.comments(personId));
    yield jsonListFile('reactions.json', () => this.exporting.postReactions(personId));
    yield jsonListFile('comment-reactions.json', () => this.exporting.commentReactions(personId));
    yield jsonListFile('news.json', () => this.exporting.told(personId));
  }
}
