import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { FaceStore } from '../domain/face-store.js';

@Injectable()
export class BlobFaces extends FaceStore {
  constructor(private readonly blobs: BlobStore) {
    super();
  }

  keep(picture: Uint8Array): Promise<string> {
    return this.blobs.put(picture);
  }

  drop(key: string): Promise<void> {
    return this.blobs.delete(key);
  }
}
