import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  AccountDeleted,
  jsonListFile,
  PersonalDataExporters,
  type ExportFile,
  type PersonalDataExporter,
} from '@visionary/accounts';
import { CommentsService, ReactionsService } from '@visionary/comments';
import { DomainEvents } from '@visionary/kernel';
import { HubModelRemoved } from '../../domain/events.js';
import { DeleteFeedback } from '../../use-cases/feedback/delete-feedback.js';
import { ExportFeedback } from '../../use-cases/feedback/export-feedback.js';

/** Exports a user's feedback, and deletes feedback with an account or a model. */
@Injectable()
export class FeedbackAccountHandler implements PersonalDataExporter, OnModuleInit {
  readonly folder = 'hub';

  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly events: DomainEvents,
    private readonly comments: CommentsService,
    private readonly reactions: ReactionsService,
    private readonly deleteFeedback: DeleteFeedback,
    private readonly exportFeedback: ExportFeedback,
  ) {}

  onModuleInit(): void {
    this.exporters.add(this);
    this.events.beforeCommit(AccountDeleted, async ({ userId, at }) => {
      await this.deleteFeedback.ofUser(userId);
      await this.comments.deleteOfUser('model', userId, at);
      for (const kind of ['model', 'review'] as const) await this.reactions.deleteOfUser(kind, userId);
    });
    this.events.beforeCommit(HubModelRemoved, async ({ modelId }) => {
      await this.deleteFeedback.ofModel(modelId);
      await this.comments.deleteOf('model', [modelId]);
    });
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    yield jsonListFile('reviews.json', () => this.exportFeedback.reviews(userId));
  }
}
