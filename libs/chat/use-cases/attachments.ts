import { Injectable } from '@nestjs/common';
import { type AttachmentView, ROUTES, type SharedTake } from '@visionary/contract';
import { TakesService, UploadsService } from '@visionary/generation';
import { isRejection, Rejection, RoomAccess } from '@visionary/kernel';

/** Uploads and takes in messages. Attachments are uploads of the same room. Shared takes are of the same room, or of a public one. */
@Injectable()
export class Attachments {
  constructor(
    private readonly uploads: UploadsService,
    private readonly takes: TakesService,
    private readonly access: RoomAccess,
  ) {}

  /**
   * @returns the distinct uploads, in the order of the ids
   * @throws Rejection CHAT_ATTACHMENT_NOT_FOUND when one was not uploaded into this room
   */
  async find(roomId: string, uploadIds: readonly string[]): Promise<AttachmentView[]> {
    const attachments: AttachmentView[] = [];
    // Sequential, because they share the connection of the transaction.
    for (const uploadId of new Set(uploadIds)) attachments.push(await this.findOne(roomId, uploadId));
    return attachments;
  }

  /** Removes uploads of the room unless something else uses them. Inside a transaction. */
  async remove(roomId: string, uploadIds: readonly string[]): Promise<void> {
    for (const uploadId of uploadIds) await this.uploads.removeUnused(roomId, uploadId);
  }

  /**
   * Requires a take of this room, or of a public room that the user can read.
   * @throws Rejection CHAT_SHARED_TAKE_NOT_FOUND
   */
  async requireSharedTake(roomId: string, userId: string, { image, ...shared }: SharedTake): Promise<void> {
    const isReadable = shared.roomId === roomId || (await this.isPublicFor(userId, shared.roomId));
    const found = isReadable ? await this.takes.find(shared.takeId) : null;
    const take = found?.roomId === shared.roomId ? found : null;
    const hasImage = image === undefined || (take?.images.length ?? 0) > image;
    if (!take || !hasImage) throw new Rejection('CHAT_SHARED_TAKE_NOT_FOUND');
  }

  private async findOne(roomId: string, uploadId: string): Promise<AttachmentView> {
    try {
      const { id, width, height } = await this.uploads.find(roomId, uploadId);
      return { id, url: ROUTES.roomUpload.path.replace(':roomId', roomId).replace(':uploadId', id), width, height };
    } catch (error) {
      throw isRejection(error, 'GENERATION_IMAGE_NOT_FOUND') ? new Rejection('CHAT_ATTACHMENT_NOT_FOUND') : error;
    }
  }

  private async isPublicFor(userId: string, roomId: string): Promise<boolean> {
    const visitorRole = await this.access.roleOf(null, roomId);
    return visitorRole !== null && (await this.access.roleOf(userId, roomId)) !== null;
  }
}
