import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { StrangePictures } from '@visionary/platform/pictures';
import { type SampleFile, SampleFiles } from '../../domain/samples/sample-files.js';

/** Large enough for a wide screen, small enough for a list of many. */
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
    return this.pictures.read(picture, 'HUB_PICTURE_UNREADABLE', async (opened) => {
      const small = opened.resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true });
      const { data, info } = await small.webp({ quality: QUALITY }).toBuffer({ resolveWithObject: true });
      return { webp: data, width: info.width, height: info.height };
    });
  }

  hold<T>({ webp }: SampleFile, use: (sha256: string) => Promise<T>): Promise<T> {
    return this.blobs.hold(webp, use);
  }
}
