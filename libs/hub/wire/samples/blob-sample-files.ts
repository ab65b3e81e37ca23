import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { StrangePictures } from '@visionary/platform/pictures';
import { type SampleFile, SampleFiles } from '../../domain/samples/sample-files.js';
import { SMALL_SIDE } from '../../domain/samples/small.js';

/** Large enough for a wide screen. */
const SIDE = 1_024;
const QUALITY = 88;

@Injectable()
export class BlobSampleFiles extends SampleFiles {
  constructor(
    private readonly pictures: StrangePictures,
    private readonly blobs: BlobStore,
  ) {
    super();
  }

  of(picture: Uint8Array): Promise<SampleFile> {
    return this.within(picture, SIDE);
  }

  async smallOf(sha256: string): Promise<SampleFile | null> {
    const blob = await this.blobs.open(sha256);
    return blob && this.within(await buffer(blob.stream), SMALL_SIDE);
  }

  hold<T>({ webp }: SampleFile, use: (sha256: string) => Promise<T>): Promise<T> {
    return this.blobs.hold(webp, use);
  }

  private within(picture: Uint8Array, side: number): Promise<SampleFile> {
    return this.pictures.read(picture, 'HUB_PICTURE_UNREADABLE', async (opened) => {
      const small = opened.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
      const { data, info } = await small.webp({ quality: QUALITY }).toBuffer({ resolveWithObject: true });
      return { webp: data, width: info.width, height: info.height };
    });
  }
}
