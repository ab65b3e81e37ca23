import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { FaceStore } from '../domain/face-store.js';

@Injectable()
export class BlobFaces extends FaceStore {
  constructor(private readonly blobs: BlobStore) {
    super();
  }

  hold<T>(picture: Uint8Array, use: (key: string) => Promise<T>): Promise<T> {
    return this.blobs.hold(picture, use);
  }

  async drop(key: string, isShown: () => Promise<boolean>): Promise<void> {
    await this.blobs.drop(key, isShown);
  }
}
