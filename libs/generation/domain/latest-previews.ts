/** A step of a running take. Times in ms, sizes in pixels. */
export interface Preview {
  readonly roomId: string;
  readonly takeId: string;
  /** Images of a take are rendered one after the other, from 0. */
  readonly imageIndex: number;
  readonly images: number;
  readonly step: number;
  readonly steps: number;
  readonly msLeft: number;
  readonly frame?:
    | {
        readonly mime: string;
        readonly width: number;
        readonly height: number;
        readonly bytes: Uint8Array;
        readonly blurred?: 'unchecked' | 'adult';
      }
    | undefined;
}

interface Kept {
  readonly preview: Preview;
  readonly at: number;
}

/** A node that vanished says nothing about the end of its takes. */
const STALE_MS = 15 * 60_000;

/** The newest preview of every running take, for whoever arrives in the middle of it. */
export class LatestPreviews {
  private readonly kept = new Map<string, Kept>();

  /** A step without a frame keeps the image of the one before. */
  keep(preview: Preview, now: number): void {
    const before = this.kept.get(preview.takeId)?.preview;
    const frame = preview.frame ?? (before?.imageIndex === preview.imageIndex ? before.frame : undefined);
    this.kept.set(preview.takeId, { preview: frame ? { ...preview, frame } : preview, at: now });
    for (const [takeId, { at }] of this.kept) if (now - at > STALE_MS) this.kept.delete(takeId);
  }

  forget(takeId: string): void {
    this.kept.delete(takeId);
  }

  of(takeId: string): Preview | undefined {
    return this.kept.get(takeId)?.preview;
  }

  in(roomId: string): Preview[] {
    return [...this.kept.values()].map(({ preview }) => preview).filter((preview) => preview.roomId === roomId);
  }

  /** As the renderer said it last, less what has passed since. */
  msLeft(takeId: string, now: number): number | undefined {
    const kept = this.kept.get(takeId);
    return kept && Math.max(0, kept.preview.msLeft - (now - kept.at));
  }
}
