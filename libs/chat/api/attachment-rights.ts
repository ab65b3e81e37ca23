import { Injectable } from '@nestjs/common';
import { ROUTES } from '@visionary/contract';
import { TakesService, UploadsService } from '@visionary/generation';
import { isRejection, Rejection } from '@visionary/kernel';
import { RoomAccess } from '@visionary/platform/realtime';
import type { Attachment, SharedTake } from '../domain/message.js';
import { Attachments } from '../domain/attachments.js';

const UNKNOWN = 'GENERATION_IMAGE_NOT_FOUND';

/** What may stand in a message: images of the same room, and takes that everybody there could see anyway. */
@Injectable()
export class AttachmentRights extends Attachments {
  constructor(
    private readonly uploads: UploadsService,
    private readonly takes: TakesService,
    private readonly access: RoomAccess,
  ) {
    super();
  }

  async attachments(roomId: string, uploadIds: readonly string[]): Promise<Attachment[]> {
    const attachments: Attachment[] = [];
    // One after the other: they share the transaction's connection.
    for (const uploadId of new Set(uploadIds)) attachments.push(await this.attachment(roomId, uploadId));
    return attachments;
  }

  async forget(roomId: string, uploadIds: readonly string[]): Promise<void> {
    for (const uploadId of uploadIds) await this.uploads.removeUnused(roomId, uploadId);
  }

  async requireCard(roomId: string, userId: string, sharedTake: SharedTake): Promise<void> {
    const take =
      sharedTake.roomId === roomId || (await this.isOpenTo(sharedTake.roomId, userId))
        ? await this.take(sharedTake)
        : null;
    const hasImage = sharedTake.image === undefined || (take?.images.length ?? 0) > sharedTake.image;
    if (!take || !hasImage) throw new Rejection('CHAT_SHARED_TAKE_NOT_FOUND');
  }

  private async attachment(roomId: string, uploadId: string): Promise<Attachment> {
    try {
      const { id, width, height } = await this.uploads.find(roomId, uploadId);
      return { id, url: ROUTES.roomUpload.path.replace(':roomId', roomId).replace(':uploadId', id), width, height };
    } catch (error) {
      throw isRejection(error, UNKNOWN) ? new Rejection('CHAT_ATTACHMENT_NOT_FOUND') : error;
    }
  }

  private async isOpenTo(roomId: string, userId: string): Promise<boolean> {
    const everybody = await this.access.roleOf(null, roomId);
    return everybody !== null && (await this.access.roleOf(userId, roomId)) !== null;
  }

  private async take({ takeId, roomId }: SharedTake) {
    const take = await this.takes.find(takeId);
    return take?.roomId === roomId ? take : null;
  }
}
