import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import {
  AccountDeleted,
  jsonListFile,
  PersonalDataExporters,
  type ExportFile,
  type PersonalDataExporter,
} from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { DraftFilesRemoved } from '../../domain/drafts/events.js';
import { DropFiles } from '../../use-cases/drafts/drop-files.js';
import { DeleteDraftsOfUser } from '../../use-cases/drafts/delete-drafts-of-user.js';
import { DraftsExporter } from './drafts-exporter.js';

/** Drafts are in their creator's data and go with them. Files go after the commit: what is rolled back loses none. */
@Injectable()
export class DraftAccountHandler implements PersonalDataExporter, OnModuleInit {
  readonly folder = '';
  private readonly logger = new Logger('Drafts');

  constructor(
    private readonly data: PersonalDataExporters,
    private readonly events: DomainEvents,
    private readonly dropFiles: DropFiles,
    private readonly part: DeleteDraftsOfUser,
    private readonly kept: DraftsExporter,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.part.run(userId));
    this.events.afterCommit(DraftFilesRemoved, async ({ files }) => {
      try {
        await this.dropFiles.run(files);
      } catch (error) {
        // Whatever nobody needs is swept away later.
        this.logger.error('Files of a draft could not be taken away', error);
      }
    });
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    yield jsonListFile('model-drafts.json', () => this.kept.of(userId));
  }
}
