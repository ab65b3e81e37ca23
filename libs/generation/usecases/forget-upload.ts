import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { PictureStore } from '../domain/picture-store.js';
import { PictureHolders, UploadForgotten, Uploads } from '../domain/uploads.js';

/** A picture that nobody shows any more goes from its room, unless a take was started from it or something else holds it. */
@Injectable()
export class ForgetUpload {
  constructor(
    private readonly uploads: Uploads,
    private readonly holders: PictureHolders,
    private readonly store: PictureStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Inside a transaction. The caller knows that nothing else of theirs shows it. */
  async run(roomId: string, uploadId: string): Promise<void> {
    const upload = await this.uploads.byId(uploadId);
    if (upload?.roomId !== roomId || (await this.uploads.isStartOf(roomId, uploadId))) return;
    if (await this.holders.isHeld(roomId, uploadId)) return;
    await this.uploads.remove(uploadId);
    this.unitOfWork.announce(new UploadForgotten(upload.sha256));
  }

  /** After the commit: a picture that nothing has is nobody's. */
  async drop(sha256: string): Promise<void> {
    await this.store.drop(sha256);
  }
}
