import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  AccountDeleted,
  jsonListFile,
  PersonalDataExporters,
  type ExportFile,
  type PersonalDataExporter,
} from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { ExportComments } from '../../use-cases/comments/export-comments.js';
import { DeleteNotifications } from '../../use-cases/comments/delete-notifications.js';
import { DeleteUserComments } from '../../use-cases/comments/forget-talk.js';

/** What somebody said, gave and was told in the feed: theirs to take along, and gone with their account. */
@Injectable()
export class CommentAccountHandler implements PersonalDataExporter, OnModuleInit {
  readonly folder = 'feed';

  constructor(
    private readonly data: PersonalDataExporters,
    private readonly events: DomainEvents,
    private readonly talk: DeleteUserComments,
    private readonly notices: DeleteNotifications,
    private readonly exporting: ExportComments,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
    this.events.beforeCommit(AccountDeleted, async ({ userId, at }) => {
      await this.notices.ofUser(userId);
      await this.talk.run(userId, at);
    });
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    yield jsonListFile('comments.json', () => this.exporting.comments(userId));
    yield jsonListFile('reactions.json', () => this.exporting.postReactions(userId));
    yield jsonListFile('comment-reactions.json', () => this.exporting.commentReactions(userId));
    yield jsonListFile('news.json', () => this.exporting.told(userId));
  }
}
