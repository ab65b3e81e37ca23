import { LIMITS } from '@visionary/contract';

const { max } = LIMITS.sidePixels;
/** How every upload is re-encoded before it is stored. The same image always gives the same file. */
export const UPLOAD_TRANSFORM = {
  size: { width: max, height: max, fit: 'inside' },
  format: { type: 'png' },
} as const;

/** An image or mask that a user uploaded into a room. `sha256` in hex is its key in the image store. */
export interface Upload {
  readonly id: string;
  readonly roomId: string;
  readonly authorId: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly uploadedAt: number;
}

type UsageProvider = (roomId: string, uploadId: string) => Promise<boolean>;

/** Registry: slices report whether they use an upload of a room. */
export class ImageUsage {
  private readonly providers: UsageProvider[] = [];

  /** @param provider runs inside a transaction, so it must not wait for anything that other callers share */
  add(provider: UsageProvider): void {
    this.providers.push(provider);
  }

  async isUsed(roomId: string, uploadId: string): Promise<boolean> {
    for (const isUsed of this.providers) if (await isUsed(roomId, uploadId)) return true;
    return false;
  }
}

export class UploadRemoved {
  constructor(readonly sha256: string) {}
}
