import type { CheckRequest } from '../checker-protocol.js';

/** What waits must fit into memory: images of 1024x1024 take 3 MB each as pixels. */
const MAX_BYTES = 192 * 2 ** 20;
const MAX_WAITING = { preview: 16, final: 64, upload: 64 };

export interface Waiting extends CheckRequest {
  /** How often the process died over it. */
  crashes: number;
}

/** Who waits for the judge: finished images and uploads before guesses, each kind in its order. */
export class CheckQueue<T extends Waiting> {
  private readonly waiting = { preview: [] as T[], final: [] as T[], upload: [] as T[] };
  private bytes = 0;

  get length(): number {
    return Object.values(this.waiting).reduce((sum, line) => sum + line.length, 0);
  }

  /** @returns false where too many wait already */
  add(one: T): boolean {
    const line = this.waiting[one.what];
    if (line.length >= MAX_WAITING[one.what] || this.bytes + sizeOf(one) > MAX_BYTES) return false;
    line.push(one);
    this.bytes += sizeOf(one);
    return true;
  }

  /** It had its turn, and is to have it again. */
  putFirst(one: T): void {
    this.waiting[one.what].unshift(one);
    this.bytes += sizeOf(one);
  }

  next(): T | undefined {
    const { preview, final, upload } = this.waiting;
    const next = oldest(final[0], upload[0]) ?? preview[0];
    if (next) this.remove(next);
    return next;
  }

  remove(one: T): void {
    const line = this.waiting[one.what];
    const index = line.indexOf(one);
    if (index < 0) return;
    line.splice(index, 1);
    this.bytes -= sizeOf(one);
  }

  all(): readonly T[] {
    return Object.values(this.waiting).flat();
  }
}

function oldest<T extends Waiting>(one: T | undefined, other: T | undefined): T | undefined {
  if (!one || !other) return one ?? other;
  return one.id < other.id ? one : other;
}

const sizeOf = ({ image }: Waiting): number => (image instanceof Uint8Array ? image.byteLength : image.data.byteLength);
