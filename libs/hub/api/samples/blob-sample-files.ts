import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { UntrustedImages } from '@visionary/platform/images';
import type { Sharp } from 'sharp';
import { type SampleFile, SampleFiles, THUMBNAIL_SIZE } from '../../domain/samples.js';

/** Longest side in pixels. Large enough for a wide screen. */
const MAX_SIDE = 1_024;
const QUALITY = 88;

type Small = Omit<SampleFile, 'level'>;

@Injectable()
export class BlobSampleFiles extends SampleFiles {
  constructor(
    private readonly images: UntrustedImages,
    private readonly blobs: BlobStore,
  ) {
    super();
  }

  async of(image: Uint8Array): Promise<SampleFile> {
    const { made, level } = await this.images.acceptAny(image, 'HUB_IMAGE_UNREADABLE', within(MAX_SIDE));
    return { ...made, level: level === 'everyone' ? null : level };
  }

  async smallOf(sha256: string): Promise<Small | null> {
    const blob = await this.blobs.open(sha256);
    return blob && this.images.read(await buffer(blob.stream), 'HUB_IMAGE_UNREADABLE', within(THUMBNAIL_SIZE));
  }

  hold<T>({ webp }: Pick<SampleFile, 'webp'>, use: (sha256: string) => Promise<T>): Promise<T> {
    return this.blobs.lease(webp, use);
  }
}

const within =
  (side: number) =>
  async (opened: Sharp): Promise<Small> => {
    const small = opened.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
    const { data, info } = await small.webp({ quality: QUALITY }).toBuffer({ resolveWithObject: true });
    return { webp: data, width: info.width, height: info.height };
  };
