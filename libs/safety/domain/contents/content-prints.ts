import type { Content } from './content.js';

/** Port: what is in a picture. Reads files, so never inside a transaction. */
export abstract class ContentPrints {
  /** @returns null for bytes that are no picture */
  abstract ofFile(file: Uint8Array): Promise<Content | null>;
  /** @param sha256 its key in the blob store. @returns null where it is not there any more */
  abstract ofKept(sha256: string): Promise<Content | null>;
}
