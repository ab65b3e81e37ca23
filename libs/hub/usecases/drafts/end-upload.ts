import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { IncomingFiles } from '../../domain/drafts/desk.js';
import { DraftFiles, type FileInWork } from '../../domain/drafts/draft-files.js';
import { DraftChanged, DraftWorkToDo } from '../../domain/drafts/events.js';

/** The last byte of a file has come. Said again it is the same. */
@Injectable()
export class EndUpload {
  constructor(
    private readonly files: DraftFiles,
    private readonly incoming: IncomingFiles,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async run({ id, path, draftId, makerId }: Pick<FileInWork, 'id' | 'path' | 'draftId' | 'makerId'>): Promise<void> {
    const sums = await this.incoming.sumsOf(id, path);
    await this.unitOfWork.run(async () => {
      if (!(await this.files.arrived(id, sums, this.clock.now()))) return;
      this.unitOfWork.announce(new DraftChanged(draftId, makerId));
      this.unitOfWork.announce(new DraftWorkToDo());
    });
  }
}
