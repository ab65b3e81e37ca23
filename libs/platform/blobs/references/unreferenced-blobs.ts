import { Injectable } from '@nestjs/common';
import { BlobStore } from '../blob-store.js';
import { BlobReferences } from './blob-references.js';

/** Drops blobs on behalf of slices. Other slices may reference the same content, so all are checked. */
@Injectable()
export class UnreferencedBlobs {
  constructor(
    private readonly blobs: BlobStore,
    private readonly references: BlobReferences,
  ) {}

  /**
   * Deletes a blob unless it is referenced or leased. Call after the commit that removed the caller's reference.
   * @returns true if this call deleted it @throws if references can't be queried; the blob stays then
   */
  drop(key: string): Promise<boolean> {
    return this.blobs.drop(key, () => this.references.isNeeded(key));
  }
}
