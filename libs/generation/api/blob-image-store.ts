import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { BlobStore, UnreferencedBlobs } from '@visionary/platform/blobs';
import { ImageStore } from '../domain/image-store.js';

@Injectable()
export class BlobImageStore extends ImageStore {
  constructor(
    private readonly blobs: BlobStore,
    private readonly unreferencedBlobs: UnreferencedBlobs,
  ) {
    super();
  }

  holdAll<T>(pngs: readonly Uint8Array[], use: (sha256s: readonly string[]) => Promise<T>): Promise<T> {
    const from = (at: number, held: readonly string[]): Promise<T> => {
      const png = pngs[at];
      return png ? this.blobs.lease(png, (sha256) => from(at + 1, [...held, sha256])) : use(held);
    };
    return from(0, []);
  }

  hold<T>(png: Uint8Array, use: (sha256: string) => Promise<T>): Promise<T> {
    return this.blobs.lease(png, use);
  }

  async drop(sha256: string): Promise<void> {
    await this.unreferencedBlobs.drop(sha256);
  }

  async read(sha256: string): Promise<Uint8Array | null> {
    const blob = await this.blobs.open(sha256);
    return blob && buffer(blob.stream);
  }
}
