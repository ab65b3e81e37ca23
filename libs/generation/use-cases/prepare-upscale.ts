import { Injectable } from '@nestjs/common';
import { enlargedSize, LIMITS, type TakeSettings, type UpscaleTake } from '@visionary/contract';
import { IMAGE_RECORD_KEYWORD, parseImageRecord, readPngText } from '@visionary/infotext';
import { Rejection } from '@visionary/kernel';
import { BlobStore } from '@visionary/platform/blobs';
import type { RenderRecord } from '../domain/renderer-protocol.js';
import type { TakeImage, TakeRequest } from '../domain/take.js';
import { SqlTakes } from '../storage/sql-takes.js';

export type UpscaleRequest = Omit<UpscaleTake, 'clientId'>;

/** Prepares a take that enlarges an image of another take. It has the prompts, settings, and record of that image. */
@Injectable()
export class PrepareUpscale {
  constructor(
    private readonly takes: SqlTakes,
    private readonly blobs: BlobStore,
  ) {}

  /**
   * @returns the request that upscales the image
   * @throws Rejection GENERATION_TAKE_NOT_FOUND, GENERATION_IMAGE_NOT_FOUND, GENERATION_UPSCALE_TOO_LARGE,
   * GENERATION_NOT_REPEATABLE
   */
  async run({ roomId, takeId, index, upscaler, scale }: UpscaleRequest): Promise<TakeRequest> {
    const take = await this.takes.byId(takeId);
    if (take?.roomId !== roomId) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    const image = take.images[index];
    if (!image || image.isHidden) throw new Rejection('GENERATION_IMAGE_NOT_FOUND');
    const size = enlarged(image, scale);
    const { authorId, writerIds, prompt, negative, promptPrefixes } = take;
    const upscale = { image: { takeId, index }, upscaler, scale, ...size };
    const settings: TakeSettings = { ...take.settings, seed: image.seed, batch: 1, upscale };
    const { job, ...record } = await this.recordOf(image, take.number);
    const { image: _image, ...rest } = upscale;
    const upscaled = { ...record, job: { ...job, upscale: { ...rest, imageSha256: image.sha256 } } };
    return {
      ...{ roomId, authorId, writerIds, prompt, negative, promptPrefixes, settings, origin: { takeId } },
      repeats: { steers: [], stopped: null, record: JSON.stringify(upscaled) },
    };
  }

  /** What the image says about itself. */
  private async recordOf({ sha256 }: TakeImage, number: number): Promise<Pick<RenderRecord, 'job'>> {
    const png = await this.blobs.read(sha256);
    const record = parseImageRecord((png && readPngText(png).get(IMAGE_RECORD_KEYWORD)) ?? '');
    if (record) return record as unknown as Pick<RenderRecord, 'job'>;
    throw new Rejection('GENERATION_NOT_REPEATABLE', { what: 'take', name: String(number) });
  }
}

const enlarged = (image: TakeImage, scale: number) => {
  const size = enlargedSize(image, scale);
  const { max } = LIMITS.sidePixels;
  if (Math.max(size.width, size.height) > max) throw new Rejection('GENERATION_UPSCALE_TOO_LARGE', { ...size, max });
  return size;
};
