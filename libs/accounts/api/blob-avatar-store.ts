import { Injectable } from '@nestjs/common';
import { BlobStore, UnreferencedBlobs } from '@visionary/platform/blobs';
import { AvatarStore } from '../domain/avatar-store.js';

@Injectable()
export class BlobAvatarStore extends AvatarStore {
  constructor(
    private readonly blobs: BlobStore,
    private readonly unreferencedBlobs: UnreferencedBlobs,
  ) {
    super();
  }

  hold<T>(image: Uint8Array, use: (key: string) => Promise<T>): Promise<T> {
    return this.blobs.lease(image, use);
  }

  async drop(key: string): Promise<void> {
    await this.unreferencedBlobs.drop(key);
  }
}
