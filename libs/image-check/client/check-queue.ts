import type { CheckRequest } from '../checker-protocol.js';

/** Bounds the memory of waiting images. One of 1024x1024 pixels takes 3 MB. */
const MAX_BYTES = 192 * 2 ** 20;
const MAX_WAITING = { preview: 16, final: 64, upload: 64 };

export interface QueuedCheck extends CheckRequest {
  /** How often the process crashed on this image. */
  crashes: number;
}

/** Waiting checks: finished images and uploads first, in order, then preview frames. */
export class CheckQueue<T extends QueuedCheck> {
  private readonly queues = { preview: [] as T[], final: [] as T[], upload: [] as T[] };
  private bytes = 0;

  get length(): number {
    return Object.values(this.queues).reduce((sum, queue) => sum + queue.length, 0);
  }

  /** @returns false when the queue is full */
  add(check: T): boolean {
    const queue = this.queues[check.purpose];
    if (queue.length >= MAX_WAITING[check.purpose] || this.bytes + sizeOf(check) > MAX_BYTES) return false;
    queue.push(check);
    this.bytes += sizeOf(check);
    return true;
  }

  /** Returns a check that was interrupted to the front of its queue. */
  requeue(check: T): void {
    this.queues[check.purpose].unshift(check);
    this.bytes += sizeOf(check);
  }

  next(): T | undefined {
    const { preview, final, upload } = this.queues;
    const next = earlierOf(final[0], upload[0]) ?? preview[0];
    if (next) this.remove(next);
    return next;
  }

  remove(check: T): void {
    const queue = this.queues[check.purpose];
    const index = queue.indexOf(check);
    if (index < 0) return;
    queue.splice(index, 1);
    this.bytes -= sizeOf(check);
  }

  all(): readonly T[] {
    return Object.values(this.queues).flat();
  }
}

function earlierOf<T extends QueuedCheck>(one: T | undefined, other: T | undefined): T | undefined {
  if (!one || !other) return one ?? other;
  return one.id < other.id ? one : other;
}

const sizeOf = ({ image }: QueuedCheck): number =>
  image instanceof Uint8Array ? image.byteLength : image.data.byteLength;
