import type { ClipFormat } from '@visionary/contract';
import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { BlobStore } from '@visionary/platform/blobs';
import { type Animation, UntrustedImages } from '@visionary/platform/images';
import type { TakeReplay } from '../domain/take.js';

export interface ClipOptions {
  /** How long it takes, with the end. */
  readonly seconds: number;
  /** How long the image stays at its end. */
  readonly hold: number;
  /** Longest side in pixels. */
  readonly longest: number;
  readonly format: ClipFormat;
}

/** Longest side of a GIF in pixels: early steps are noise, which GIF compresses to about 3 MB at this size. */
const MAX_GIF_SIDE = 320;

export const animationOf = (
  { columns, steps, width, height }: TakeReplay,
  { seconds, hold, longest, format }: ClipOptions,
): Animation => {
  const lastMs = Math.round(1_000 * Math.min(hold, seconds));
  return {
    ...{ columns, count: steps.length, width, height, format },
    longest: format === 'gif' ? Math.min(longest, MAX_GIF_SIDE) : longest,
    ...{ ms: Math.round(1_000 * seconds) - lastMs, lastMs },
  };
};

/** Animations of how images came about. */
@Injectable()
export class TakeClips {
  constructor(
    private readonly blobs: BlobStore,
    private readonly untrustedImages: UntrustedImages,
  ) {}

  /**
   * @param image SHA-256 of the finished image, which is the end of the clip
   * @throws Rejection GENERATION_REPLAY_UNAVAILABLE, RATE_LIMITED
   */
  async make(replay: TakeReplay, image: string, animation: Animation): Promise<Uint8Array> {
    const [sheet, last] = await Promise.all([this.blobs.read(replay.sha256), this.blobs.read(image)]);
    if (!sheet || !last) throw new Rejection('GENERATION_REPLAY_UNAVAILABLE');
    return (await this.untrustedImages.animate(sheet, last, animation, 'GENERATION_REPLAY_UNAVAILABLE')).data;
  }
}
