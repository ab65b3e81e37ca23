import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { ImageStore } from '../domain/image-store.js';
import { ImageUsage, UploadRemoved, Uploads } from '../domain/uploads.js';

/** An image that nobody shows any more goes from its room, unless a take was started from it or something else holds it. */
@Injectable()
export class RemoveUnusedUpload {
  constructor(
    private readonly uploads: Uploads,
    private readonly holders: ImageUsage,
    private readonly store: ImageStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Inside a transaction. The caller knows that nothing else of theirs shows it. */
  async run(roomId: string, uploadId: string): Promise<void> {
    const upload = await this.uploads.byId(uploadId);
    if (upload?.roomId !== roomId || (await this.uploads.isInitImage(roomId, uploadId))) return;
    if (await this.holders.isHeld(roomId, uploadId)) return;
    await this.uploads.remove(uploadId);
    this.unitOfWork.publish(new UploadRemoved(upload.sha256));
  }

  /** After the commit: an image that nothing has is nobody's. */
  async drop(sha256: string): Promise<void> {
    await this.store.drop(sha256);
  }
}
