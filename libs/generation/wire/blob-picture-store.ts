import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { PictureStore } from '../domain/picture-store.js';

@Injectable()
export class BlobPictureStore extends PictureStore {
  constructor(private readonly blobs: BlobStore) {
    super();
  }

  keep(png: Uint8Array): Promise<string> {
    return this.blobs.put(png);
  }
}
