import { Injectable } from '@nestjs/common';
import { ROUTES } from '@visionary/contract';
import { FindTake, FindUpload, ForgetUpload } from '@visionary/generation';
import { isRejection, Rejection } from '@visionary/kernel';
import { RoomAccess } from '@visionary/platform/realtime';
import type { Attachment, Card } from '../domain/message.js';
import { Sharing } from '../domain/sharing.js';

const UNKNOWN = 'GENERATION_PICTURE_UNKNOWN';

/** What may stand in a message: pictures of the same room, and takes that everybody there could see anyway. */
@Injectable()
export class SharingRights extends Sharing {
  constructor(
    private readonly findUpload: FindUpload,
    private readonly findTake: FindTake,
    private readonly forgetUpload: ForgetUpload,
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
    for (const uploadId of uploadIds) await this.forgetUpload.run(roomId, uploadId);
  }

  async requireCard(roomId: string, personId: string, card: Card): Promise<void> {
    const take = card.roomId === roomId || (await this.isOpenTo(card.roomId, personId)) ? await this.take(card) : null;
    const hasPicture = card.picture === undefined || (take?.pictures.length ?? 0) > card.picture;
    if (!take || !hasPicture) throw new Rejection('CHAT_CARD_UNKNOWN');
  }

  private async attachment(roomId: string, uploadId: string): Promise<Attachment> {
    try {
      const { id, width, height } = await this.findUpload.run(roomId, uploadId);
      return { id, url: ROUTES.uploaded.path.replace(':roomId', roomId).replace(':uploadId', id), width, height };
    } catch (error) {
      throw isRejection(error, UNKNOWN) ? new Rejection('CHAT_ATTACHMENT_UNKNOWN') : error;
    }
  }

  private async isOpenTo(roomId: string, personId: string): Promise<boolean> {
    const everybody = await this.access.roleOf(null, roomId);
    return everybody !== null && (await this.access.roleOf(personId, roomId)) !== null;
  }

  private async take({ takeId, roomId }: Card) {
    const take = await this.findTake.run(takeId);
    return take?.roomId === roomId ? take : null;
  }
}
