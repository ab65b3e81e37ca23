import { type Client, type Options, writeDirect } from './direct-write.js';

/** One packet for a whole room, encoded and framed. */
export interface QueuedFrame {
  readonly frame: Buffer;
  readonly packets: readonly Uint8Array[];
  readonly options: Options;
}

interface Bundle {
  waiting: QueuedFrame[];
  bytes: number;
  pause: NodeJS.Timeout | undefined;
}

const LARGE = 400;
/**
 * Ratio of pause to writing time, so that writing takes at most a fifth of the time. Frames that arrive during the
 * pause are sent together.
 */
const PAUSE_FOR = 4;
const MAX_PAUSE_MS = 100;
const MAX_BYTES = 64 * 1024;

/**
 * Batches frames for large rooms, because a thousand writes cost a thousand system calls whatever their size. The first
 * frame is sent at once; frames that arrive shortly after are collected and sent together, in order.
 */
export class FrameBatcher {
  private readonly bundles = new Map<string, Bundle>();

  /** @param large minimum number of sockets of a large room; smaller rooms are never delayed */
  constructor(
    private readonly clientsIn: (room: string) => Iterable<Client>,
    private readonly large = LARGE,
  ) {}

  /** @returns false for a room that isn't large; the caller sends the frame */
  take(room: string, size: number, queuedFrame: QueuedFrame): boolean {
    if (size < this.large) return false;
    const bundle = this.bundles.get(room) ?? { waiting: [], bytes: 0, pause: undefined };
    this.bundles.set(room, bundle);
    bundle.waiting.push(queuedFrame);
    bundle.bytes += queuedFrame.frame.length;
    if (!bundle.pause || bundle.bytes > MAX_BYTES) this.send(room, bundle);
    return true;
  }

  /** Sends the batched frames of these rooms now, so that later packets follow them. @param rooms empty: all rooms */
  flush(rooms: ReadonlySet<string>): void {
    if (this.bundles.size === 0) return;
    for (const room of rooms.size > 0 ? rooms : this.bundles.keys()) {
      const bundle = this.bundles.get(room);
      if (bundle && bundle.waiting.length > 0) this.send(room, bundle);
    }
  }

  private send(room: string, bundle: Bundle): void {
    const { waiting } = bundle;
    bundle.waiting = [];
    bundle.bytes = 0;
    clearTimeout(bundle.pause);
    const began = performance.now();
    const frames = Buffer.concat(waiting.map(({ frame }) => frame));
    for (const client of this.clientsIn(room)) {
      if (writeDirect(client, frames)) continue;
      for (const { packets, options } of waiting) client.writeToEngine(packets, options);
    }
    const pauseMs = Math.min((performance.now() - began) * PAUSE_FOR, MAX_PAUSE_MS);
    bundle.pause = setTimeout(() => this.goOn(room, bundle), pauseMs).unref();
  }

  private goOn(room: string, bundle: Bundle): void {
    bundle.pause = undefined;
    if (bundle.waiting.length > 0) this.send(room, bundle);
    else this.bundles.delete(room);
  }
}
