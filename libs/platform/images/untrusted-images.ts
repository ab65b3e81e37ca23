import { Injectable } from '@nestjs/common';
import { type ErrorCode, LIMITS } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import sharp, { type Sharp } from 'sharp';

/** By their first bytes, whatever a file calls itself: no other decoder is ever asked. */
const KINDS = {
  png: (head: string) => head.startsWith('89504e470d0a1a0a'),
  jpeg: (head: string) => head.startsWith('ffd8ff'),
  webp: (head: string) => head.startsWith('52494646') && head.slice(16, 24) === '57454250',
};
const HEAD_BYTES = 12;

/** An image of the largest size takes some 200 MB while it is read. */
const AT_ONCE = 2;
const WAITING_AT_MOST = 32;
const SECONDS_AT_MOST = 20;

/** For whom something somebody brings is. */
export type UploadRating = 'everyone' | 'sensitive' | 'adult';

export interface UploadPolicy {
  /** Whether it is taken whomever it is for; otherwise it must be for everybody. */
  readonly acceptsAnyRating: boolean;
  /** Whether somebody asks again once it is published, so that it may be looked at then. */
  readonly reviewsLater: boolean;
}

/** @throws Rejection for what nobody takes: nothing of it is kept then */
export type UploadCheck = (
  file: Uint8Array,
  unreadable: ErrorCode,
  uploadPolicy: UploadPolicy,
) => Promise<UploadRating>;

/** Sides of the upright image, in pixels. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/**
 * Reads images of strangers, beside the event loop. What is made of one holds its pixels, and nothing else that was in
 * the file: encoders write no metadata unless they are told to.
 */
@Injectable()
export class UntrustedImages {
  private gate: UploadCheck | undefined;
  private reading = 0;
  private readonly waiting: (() => void)[] = [];

  /** Whoever looks at what users bring; without one everything is taken that can be read. */
  setCheck(gate: UploadCheck): void {
    this.gate = gate;
  }

  /** As `read`, for what somebody brings to be seen by everybody. @throws what the gate throws */
  async accept<T>(
    file: Uint8Array,
    unreadable: ErrorCode,
    encode: (image: Sharp, dimensions: Dimensions) => Promise<T>,
  ): Promise<T> {
    const made = await this.read(file, unreadable, encode);
    await this.gate?.(file, unreadable, { acceptsAnyRating: false, reviewsLater: false });
    return made;
  }

  /** As `bring`, where it is said for whom it is: what is for adults is taken, too. @param asksLater see Brought */
  async acceptAny<T>(
    file: Uint8Array,
    unreadable: ErrorCode,
    encode: (image: Sharp, dimensions: Dimensions) => Promise<T>,
    reviewsLater = false,
  ): Promise<{ readonly made: T; readonly level: UploadRating }> {
    const made = await this.read(file, unreadable, encode);
    const level = await this.gate?.(file, unreadable, { acceptsAnyRating: true, reviewsLater });
    return { made, level: level ?? 'everyone' };
  }

  /**
   * @param unreadable the code of the refusal for what is no PNG, JPEG or WebP, or a broken one
   * @param encode gets the image upright, not decoded yet
   * @throws Rejection `unreadable`, TOO_LARGE, RATE_LIMITED when too many wait, and what `encode` throws as one
   */
  async read<T>(
    file: Uint8Array,
    unreadable: ErrorCode,
    encode: (image: Sharp, dimensions: Dimensions) => Promise<T>,
  ): Promise<T> {
    const head = Buffer.from(file.subarray(0, HEAD_BYTES)).toString('hex');
    if (!Object.values(KINDS).some((is) => is(head))) throw new Rejection(unreadable);
    await this.enter();
    try {
      const sides = await bearableSides(file);
      return await encode(open(file).autoOrient().timeout({ seconds: SECONDS_AT_MOST }), sides);
    } catch (error) {
      if (error instanceof Rejection) throw error;
      throw new Rejection(unreadable);
    } finally {
      this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.reading < AT_ONCE) {
      this.reading += 1;
      return;
    }
    if (this.waiting.length >= WAITING_AT_MOST) throw new Rejection('RATE_LIMITED', { retryAfterSeconds: 5 });
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Whoever waits takes the place. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.reading -= 1;
  }
}

/** What a file claims to be, before anything of it is decoded. @throws Rejection TOO_LARGE */
async function bearableSides(file: Uint8Array): Promise<Dimensions> {
  const { width, height, autoOrient } = await open(file, false).metadata();
  if (width * height > LIMITS.uploadPixels) {
    throw new Rejection('TOO_LARGE', { width, height, maxPixels: LIMITS.uploadPixels });
  }
  return autoOrient;
}

const open = (file: Uint8Array, isLimited = true) =>
  sharp(file, { limitInputPixels: isLimited && LIMITS.uploadPixels, failOn: 'error', pages: 1 });
