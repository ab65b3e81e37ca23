import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted, jsonListFile, PersonalData, type PersonalFile, type PersonalPart } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { FilesLetGo } from '../../domain/drafts/events.js';
import { DropFiles } from '../../usecases/drafts/drop-files.js';
import { PartWithDrafts } from '../../usecases/drafts/part-with-drafts.js';
import { DraftRecords } from './draft-records.js';

/** Drafts are in their maker's data and go with them. Files go after the commit: what is rolled back loses none. */
@Injectable()
export class DraftsFollowPeople implements PersonalPart, OnModuleInit {
  readonly folder = '';
  private readonly logger = new Logger('Drafts');

  constructor(
    private readonly data: PersonalData,
    private readonly events: DomainEvents,
    private readonly dropFiles: DropFiles,
    private readonly part: PartWithDrafts,
    private readonly kept: DraftRecords,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
    this.events.beforeCommit(AccountDeleted, ({ personId }) => this.part.run(personId));
    this.events.afterCommit(FilesLetGo, async ({ files }) => {
      try {
        await this.dropFiles.run(files);
      } catch (error) {
        // Whatever nobody needs is swept away later.
        this.logger.error('Files of a draft could not be taken away', error);
      }
    });
  }

  async *files(personId: string): AsyncIterable<PersonalFile> {
    yield jsonListFile('model-drafts.json', () => this.kept.of(personId));
  }
}
