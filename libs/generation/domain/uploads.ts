import { DomainEvent } from '@visionary/kernel';

/** An image or mask that somebody brought into a room. `sha256` in hex is its key in the image store. */
export interface Upload {
  readonly id: string;
  readonly roomId: string;
  readonly authorId: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly uploadedAt: number;
}

/** Port: what users brought into rooms. */
export abstract class Uploads {
  abstract byId(id: string): Promise<Upload | null>;
  /** The first one of the same content in this room. */
  abstract sameIn(roomId: string, sha256: string): Promise<Upload | null>;
  abstract countIn(roomId: string): Promise<number>;
  abstract add(upload: Upload): Promise<void>;
  abstract remove(id: string): Promise<void>;
  /** Whether a take of the room starts from it, or is masked by it. */
  abstract isInitImage(roomId: string, id: string): Promise<boolean>;
}

type Holder = (roomId: string, uploadId: string) => Promise<boolean>;

/** Where else an image of a room is in use, without knowing the slices that use it. */
export class ImageUsage {
  private readonly holders: Holder[] = [];

  /** @param holder is asked inside a transaction: it waits for nothing that other callers share */
  add(holder: Holder): void {
    this.holders.push(holder);
  }

  async isHeld(roomId: string, uploadId: string): Promise<boolean> {
    for (const holds of this.holders) if (await holds(roomId, uploadId)) return true;
    return false;
  }
}

/** An image is no longer in its room. */
export class UploadRemoved extends DomainEvent {
  constructor(readonly sha256: string) {
    super();
  }
}
