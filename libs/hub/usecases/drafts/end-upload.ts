import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
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

  /** @throws Rejection HUB_FILE_NOT_FOUND where it was taken away meanwhile */
  async run({ id, path, draftId, makerId }: Pick<FileInWork, 'id' | 'path' | 'draftId' | 'makerId'>): Promise<void> {
    const sums = await this.incoming.sumsOf(id, path).catch((error: unknown) => this.orGone(id, error));
    await this.unitOfWork.run(async () => {
      if (!(await this.files.arrived(id, sums, this.clock.now()))) return;
      this.unitOfWork.announce(new DraftChanged(draftId, makerId));
      this.unitOfWork.announce(new DraftWorkToDo());
    });
  }

  /** Its maker took it away while its last bytes came in. */
  private async orGone(id: string, error: unknown): Promise<never> {
    throw (await this.files.byId(id)) ? error : new Rejection('HUB_FILE_NOT_FOUND');
  }
}
