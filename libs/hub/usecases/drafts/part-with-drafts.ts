import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { DraftRows } from '../../domain/drafts/draft-rows.js';
import { FilesLetGo } from '../../domain/drafts/events.js';
import { Drafts } from '../../domain/drafts.js';

/** Drafts go with their maker, in the same transaction. */
@Injectable()
export class PartWithDrafts {
  constructor(
    private readonly drafts: Drafts,
    private readonly rows: DraftRows,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async run(makerId: string): Promise<void> {
    const drafts = await this.rows.allOfMaker(makerId);
    const files = (await Promise.all(drafts.map(({ id }) => this.drafts.filesOf(id)))).flat();
    await this.rows.remove(drafts.map(({ id }) => id));
    if (files.length > 0) this.unitOfWork.announce(new FilesLetGo(files));
  }
}
