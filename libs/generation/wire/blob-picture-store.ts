import { buffer } from 'node:stream/consumers';
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

  hold<T>(png: Uint8Array, use: (sha256: string) => Promise<T>): Promise<T> {
    return this.blobs.hold(png, use);
  }

  drop(sha256: string, isNeeded: () => Promise<boolean>): Promise<void> {
    return this.blobs.drop(sha256, isNeeded);
  }

  async read(sha256: string): Promise<Uint8Array | null> {
    const blob = await this.blobs.open(sha256);
    return blob && buffer(blob.stream);
  }
}
