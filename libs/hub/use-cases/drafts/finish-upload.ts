import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { UploadFiles } from '../../domain/drafts/upload-ports.js';
import { DraftFiles, type DraftFileForWork } from '../../domain/drafts/draft-files.js';
import { DraftChanged, DraftWorkAvailable } from '../../domain/drafts/events.js';

/** The last byte of a file has come. Said again it is the same. */
@Injectable()
export class FinishUpload {
  constructor(
    private readonly files: DraftFiles,
    private readonly incoming: UploadFiles,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection HUB_FILE_NOT_FOUND where it was taken away meanwhile */
  async run({
    id,
    path,
    draftId,
    creatorId,
  }: Pick<DraftFileForWork, 'id' | 'path' | 'draftId' | 'creatorId'>): Promise<void> {
    const sums = await this.incoming.checksumsOf(id, path).catch((error: unknown) => this.ifStillThere(id, error));
    await this.unitOfWork.run(async () => {
      if (!(await this.files.arrived(id, sums, this.clock.now()))) return;
      this.unitOfWork.publish(new DraftChanged(draftId, creatorId));
      this.unitOfWork.publish(new DraftWorkAvailable());
    });
  }

  /** Its creator took it away while its last bytes came in. */
  private async ifStillThere(id: string, error: unknown): Promise<never> {
    throw (await this.files.byId(id)) ? error : new Rejection('HUB_FILE_NOT_FOUND');
  }
}
