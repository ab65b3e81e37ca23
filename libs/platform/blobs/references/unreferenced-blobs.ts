import { Injectable } from '@nestjs/common';
import { BlobStore } from '../blob-store.js';
import { BlobReferences } from './blob-references.js';

/** How slices let go of blobs: one may be of the same content as what another slice needs, so all are asked. */
@Injectable()
export class UnreferencedBlobs {
  constructor(
    private readonly blobs: BlobStore,
    private readonly needs: BlobReferences,
  ) {}

  /**
   * It goes, unless anything needs it or is about to. After the commit that let go of it, or the row of whoever asks counts.
   * @returns whether this call took it away. @throws where one of those who may need it cannot be asked: then it stays
   */
  drop(key: string): Promise<boolean> {
    return this.blobs.drop(key, () => this.needs.isNeeded(key));
  }
}
