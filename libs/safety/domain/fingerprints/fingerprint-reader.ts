import type { ContentFingerprint } from './content-fingerprint.js';

/** Port: fingerprints images. Reads files, so never call it inside a transaction. */
export abstract class FingerprintReader {
  /** @returns null for bytes that aren't an image */
  abstract ofFile(file: Uint8Array): Promise<ContentFingerprint | null>;
  /**
   * @param sha256 key in the blob store
   * @returns null when the blob is deleted
   */
  abstract ofKept(sha256: string): Promise<ContentFingerprint | null>;
}
