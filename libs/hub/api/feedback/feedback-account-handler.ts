import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  AccountDeleted,
  jsonListFile,
  PersonalDataExporters,
  type ExportFile,
  type PersonalDataExporter,
} from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { HubModelRemoved } from '../../domain/events.js';
import { ExportFeedback } from '../../use-cases/feedback/export-feedback.js';
import { DeleteModelFeedback } from '../../use-cases/feedback/delete-model-feedback.js';
import { DeleteUserFeedback } from '../../use-cases/feedback/forget-talk.js';

/** What somebody said and gave in the hub: theirs to take along, gone with their account, and with the model it was about. */
@Injectable()
export class FeedbackAccountHandler implements PersonalDataExporter, OnModuleInit {
  readonly folder = 'hub';

  constructor(
    private readonly data: PersonalDataExporters,
    private readonly events: DomainEvents,
    private readonly talk: DeleteUserFeedback,
    private readonly ofModels: DeleteModelFeedback,
    private readonly exporting: ExportFeedback,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
    this.events.beforeCommit(AccountDeleted, ({ userId, at }) => this.talk.run(userId, at));
    this.events.beforeCommit(HubModelRemoved, ({ modelId }) => this.ofModels.run(modelId));
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    yield jsonListFile('comments.json', () => this.exporting.comments(userId));
    yield jsonListFile('reviews.json', () => this.exporting.reviews(userId));
    yield jsonListFile('reactions.json', () => this.exporting.reactions(userId));
  }
}
