import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted, PersonalDataExporters } from '@visionary/accounts';
import { DomainEvents, isoTime } from '@visionary/kernel';
import { Drafts } from '../../storage/drafts/drafts.js';
import { DraftFilesRemoved } from '../../domain/drafts/events.js';
import { StoredFiles } from '../../storage/drafts/stored-files.js';
import { UploadFiles } from '../../storage/drafts/upload-files.js';
import { DraftsService } from '../../use-cases/drafts/drafts.service.js';

/** Exports a user's drafts, deletes them with the account, and deletes removed files after the commit. */
@Injectable()
export class DraftAccountHandler implements OnModuleInit {
  private readonly logger = new Logger('Drafts');

  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly events: DomainEvents,
    private readonly draftsService: DraftsService,
    private readonly drafts: Drafts,
    private readonly uploadFiles: UploadFiles,
    private readonly storedFiles: StoredFiles,
  ) {}

  onModuleInit(): void {
    this.exporters.addList('model-drafts.json', (userId) => this.exportDrafts(userId));
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.draftsService.removeAllOf(userId));
    this.events.afterCommit(DraftFilesRemoved, async ({ files }) => {
      try {
        await this.dropFiles(files);
      } catch (error) {
        // The sweep deletes them later.
        this.logger.error('Failed to delete files of a draft', error);
      }
    });
  }

  async dropFiles(files: DraftFilesRemoved['files']): Promise<void> {
    for (const { id, sha256 } of files) {
      await this.uploadFiles.drop(id);
      if (sha256 !== null) await this.storedFiles.drop(sha256);
    }
  }

  private async *exportDrafts(userId: string): AsyncIterable<readonly object[]> {
    for (const { id, state, form, createdAt, changedAt } of await this.drafts.ofCreator(userId)) {
      const files = (await this.drafts.filesOf(id)).map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }));
      const times = { createdAt: isoTime(createdAt), changedAt: isoTime(changedAt) };
      yield [{ id, state, form, ...times, files }];
    }
  }
}
