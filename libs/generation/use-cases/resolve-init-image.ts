import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { ImageRef, TakeInit } from '../domain/take.js';
import { Takes } from '../domain/takes.js';
import { Uploads } from '../domain/uploads.js';

/** Keys in the image store. */
export interface FoundInit {
  readonly sha256: string;
  readonly maskSha256?: string;
}

/** What a take starts from: images of its own room only. */
@Injectable()
export class ResolveInitImage {
  constructor(
    private readonly takes: Takes,
    private readonly uploads: Uploads,
  ) {}

  /** @throws Rejection GENERATION_IMAGE_NOT_FOUND, also where the image is another room's */
  async run(roomId: string, { image, mask }: TakeInit): Promise<FoundInit> {
    const sha256 = await this.find(roomId, image);
    return mask ? { sha256, maskSha256: await this.find(roomId, mask) } : { sha256 };
  }

  private async find(roomId: string, ref: ImageRef): Promise<string> {
    const found = 'uploadId' in ref ? await this.uploads.byId(ref.uploadId) : await this.takes.byId(ref.takeId);
    const image = found && 'images' in found && 'index' in ref ? found.images[ref.index] : found;
    // What is covered or held is for nobody, and nobody draws from it.
    const isKept = image && 'isHidden' in image && image.isHidden;
    if (found?.roomId !== roomId || !image || isKept || !('sha256' in image)) {
      throw new Rejection('GENERATION_IMAGE_NOT_FOUND');
    }
    return image.sha256;
  }
}
