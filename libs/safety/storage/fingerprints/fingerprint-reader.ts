import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { UntrustedImages } from '@visionary/platform/images';
import type { ContentFingerprint } from '../../domain/fingerprints/content-fingerprint.js';

/** Fingerprints images. Reads files, so never call it inside a transaction. */
@Injectable()
export class FingerprintReader {
  constructor(
    private readonly blobs: BlobStore,
    private readonly images: UntrustedImages,
  ) {}

  /** @returns null for bytes that aren't an image */
  async ofFile(file: Uint8Array): Promise<ContentFingerprint | null> {
    const content = await this.images.fingerprint(file);
    return content && { kind: 'image', digest: content.pixelHash, perceptualHash: content.perceptualHash };
  }

  /**
   * @param sha256 key in the blob store
   * @returns null when the blob is deleted
   */
  async ofStored(sha256: string): Promise<ContentFingerprint | null> {
    const file = await this.blobs.read(sha256);
    return file && this.ofFile(file);
  }
}
