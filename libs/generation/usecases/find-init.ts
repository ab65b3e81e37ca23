import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { PictureRef, TakeInit } from '../domain/take.js';
import { Takes } from '../domain/takes.js';
import { Uploads } from '../domain/uploads.js';

/** Keys in the picture store. */
export interface FoundInit {
  readonly sha256: string;
  readonly maskSha256?: string;
}

/** What a take starts from: pictures of its own room only. */
@Injectable()
export class FindInit {
  constructor(
    private readonly takes: Takes,
    private readonly uploads: Uploads,
  ) {}

  /** @throws Rejection GENERATION_PICTURE_UNKNOWN, also where the picture is another room's */
  async run(roomId: string, { picture, mask }: TakeInit): Promise<FoundInit> {
    const sha256 = await this.find(roomId, picture);
    return mask ? { sha256, maskSha256: await this.find(roomId, mask) } : { sha256 };
  }

  private async find(roomId: string, ref: PictureRef): Promise<string> {
    const found = 'uploadId' in ref ? await this.uploads.byId(ref.uploadId) : await this.takes.byId(ref.takeId);
    const picture = found && 'pictures' in found && 'index' in ref ? found.pictures[ref.index] : found;
    // What is covered or held is for nobody, and nobody draws from it.
    const isKept = picture && 'isCovered' in picture && picture.isCovered;
    if (found?.roomId !== roomId || !picture || isKept || !('sha256' in picture)) {
      throw new Rejection('GENERATION_PICTURE_UNKNOWN');
    }
    return picture.sha256;
  }
}
