import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type Upload, Uploads } from '../domain/uploads.js';

/** An image somebody brought into a room; the caller looks after the right to see it. */
@Injectable()
export class FindUpload {
  constructor(private readonly uploads: Uploads) {}

  /** @throws Rejection GENERATION_IMAGE_NOT_FOUND, also where it is another room's */
  async run(roomId: string, uploadId: string): Promise<Upload> {
    const upload = await this.uploads.byId(uploadId);
    if (upload?.roomId !== roomId) throw new Rejection('GENERATION_IMAGE_NOT_FOUND');
    return upload;
  }
}
