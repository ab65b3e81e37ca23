import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { DraftRepository } from '../../domain/drafts/draft-repository.js';
import { DraftFilesRemoved } from '../../domain/drafts/events.js';
import { Drafts } from '../../domain/drafts.js';

/** Drafts go with their creator, in the same transaction. */
@Injectable()
export class DeleteDraftsOfUser {
  constructor(
    private readonly drafts: Drafts,
    private readonly rows: DraftRepository,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async run(creatorId: string): Promise<void> {
    const drafts = await this.rows.allOfCreator(creatorId);
    const files = (await Promise.all(drafts.map(({ id }) => this.drafts.filesOf(id)))).flat();
    await this.rows.remove(drafts.map(({ id }) => id));
    if (files.length > 0) this.unitOfWork.publish(new DraftFilesRemoved(files));
  }
}
