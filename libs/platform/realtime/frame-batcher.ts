import { type Client, type Options, writeDirect } from './direct-write.js';

/** One packet for a whole room, encoded and framed. */
export interface QueuedFrame {
  readonly frame: Buffer;
  readonly packets: readonly Uint8Array[];
  readonly options: Options;
}

interface Batch {
  frames: QueuedFrame[];
  bytes: number;
  pauseTimer: NodeJS.Timeout | undefined;
}

const LARGE_ROOM = 400;
/**
 * Ratio of pause to writing time, so that writing takes at most a fifth of the time. Frames that arrive during the
 * pause are sent together.
 */
const PAUSE_RATIO = 4;
const MAX_PAUSE_MS = 100;
const MAX_BYTES = 64 * 1024;

/**
 * Batches frames for large rooms, because a thousand writes cost a thousand system calls whatever their size. The first
 * frame is sent at once; frames that arrive shortly after are collected and sent together, in order.
 */
export class FrameBatcher {
  private readonly batches = new Map<string, Batch>();

  /** @param minSockets minimum number of sockets of a large room; smaller rooms are never delayed */
  constructor(
    private readonly clientsIn: (room: string) => Iterable<Client>,
    private readonly minSockets = LARGE_ROOM,
  ) {}

  /** @returns false for a room that isn't large; the caller sends the frame */
  tryQueue(room: string, size: number, queuedFrame: QueuedFrame): boolean {
    if (size < this.minSockets) return false;
    const batch = this.batches.get(room) ?? { frames: [], bytes: 0, pauseTimer: undefined };
    this.batches.set(room, batch);
    batch.frames.push(queuedFrame);
    batch.bytes += queuedFrame.frame.length;
    if (!batch.pauseTimer || batch.bytes > MAX_BYTES) this.send(room, batch);
    return true;
  }

  /** Sends the batched frames of these rooms now, so that later packets follow them. @param rooms empty: all rooms */
  flush(rooms: ReadonlySet<string>): void {
    if (this.batches.size === 0) return;
    for (const room of rooms.size > 0 ? rooms : this.batches.keys()) {
      const batch = this.batches.get(room);
      if (batch && batch.frames.length > 0) this.send(room, batch);
    }
  }

  private send(room: string, batch: Batch): void {
    const { frames } = batch;
    batch.frames = [];
    batch.bytes = 0;
    clearTimeout(batch.pauseTimer);
    const startedAt = performance.now();
    const bytes = Buffer.concat(frames.map(({ frame }) => frame));
    for (const client of this.clientsIn(room)) {
      if (writeDirect(client, bytes)) continue;
      for (const { packets, options } of frames) client.writeToEngine(packets, options);
    }
    const pauseMs = Math.min((performance.now() - startedAt) * PAUSE_RATIO, MAX_PAUSE_MS);
    batch.pauseTimer = setTimeout(() => this.endPause(room, batch), pauseMs).unref();
  }

  private endPause(room: string, batch: Batch): void {
    batch.pauseTimer = undefined;
    if (batch.frames.length > 0) this.send(room, batch);
    else this.batches.delete(room);
  }
}
