import type { ContentFingerprint } from './content-fingerprint.js';

/** Port: what is in an image. Reads files, so never inside a transaction. */
export abstract class FingerprintReader {
  /** @returns null for bytes that are no image */
  abstract ofFile(file: Uint8Array): Promise<ContentFingerprint | null>;
  /** @param sha256 its key in the blob store. @returns null where it is not there any more */
  abstract ofKept(sha256: string): Promise<ContentFingerprint | null>;
}
