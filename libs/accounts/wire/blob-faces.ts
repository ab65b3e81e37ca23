import { Injectable } from '@nestjs/common';
import { BlobStore, Leftovers } from '@visionary/platform/blobs';
import { FaceStore } from '../domain/face-store.js';

@Injectable()
export class BlobFaces extends FaceStore {
  constructor(
    private readonly blobs: BlobStore,
    private readonly leftovers: Leftovers,
  ) {
    super();
  }

  hold<T>(picture: Uint8Array, use: (key: string) => Promise<T>): Promise<T> {
    return this.blobs.hold(picture, use);
  }

  async drop(key: string): Promise<void> {
    await this.leftovers.drop(key);
  }
}
