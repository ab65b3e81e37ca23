import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { fingerprintImage } from '@visionary/platform/images';
import type { ContentFingerprint } from '../../domain/fingerprints/content-fingerprint.js';
import { FingerprintReader } from '../../domain/fingerprints/fingerprint-reader.js';

@Injectable()
export class BlobFingerprintReader extends FingerprintReader {
  constructor(private readonly blobs: BlobStore) {
    super();
  }

  async ofFile(file: Uint8Array): Promise<ContentFingerprint | null> {
    const content = await fingerprintImage(file).catch(() => null);
    return content && { kind: 'image', digest: content.pixelHash, print: content.perceptualHash };
  }

  async ofKept(sha256: string): Promise<ContentFingerprint | null> {
    const blob = await this.blobs.open(sha256);
    return blob && this.ofFile(await buffer(blob.stream));
  }
}
