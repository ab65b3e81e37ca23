import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { BlobStore, UnreferencedBlobs } from '@visionary/platform/blobs';

/** PNGs by the SHA-256 of their content, in hex. */
@Injectable()
export class ImageStore {
  constructor(
    private readonly blobs: BlobStore,
    private readonly unreferencedBlobs: UnreferencedBlobs,
  ) {}

  /** As `hold`, for several PNGs. @param use gets their keys in the same order */
  holdAll<T>(pngs: readonly Uint8Array[], use: (sha256s: readonly string[]) => Promise<T>): Promise<T> {
    const from = (at: number, held: readonly string[]): Promise<T> => {
      const png = pngs[at];
      return png ? this.blobs.lease(png, (sha256) => from(at + 1, [...held, sha256])) : use(held);
    };
    return from(0, []);
  }

  /** Stores a PNG and leases it, so that it is not deleted while `use` writes a reference. Storing it again is free. */
  hold<T>(png: Uint8Array, use: (sha256: string) => Promise<T>): Promise<T> {
    return this.blobs.lease(png, use);
  }

  /** Deletes a PNG unless it is referenced or leased. Deleting a missing one is no error. */
  async drop(sha256: string): Promise<void> {
    await this.unreferencedBlobs.drop(sha256);
  }

  /** @returns null if there is none */
  async read(sha256: string): Promise<Uint8Array | null> {
    const blob = await this.blobs.open(sha256);
    return blob && buffer(blob.stream);
  }
}
