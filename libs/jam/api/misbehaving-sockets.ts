import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { isRejection, Rejection } from '@visionary/kernel';
import type { LiveSocket } from '@visionary/platform/realtime';

const MAX_SYNCS = 20;
const SYNC_WINDOW_MS = 10_000;

/** Disconnects sockets that send malformed updates, and limits how often a socket can sync. */
@Injectable()
export class MisbehavingSockets {
  private readonly malformed = new WeakMap<LiveSocket, number>();
  private readonly syncs = new WeakMap<LiveSocket, { since: number; count: number }>();

  /** Counts malformed updates of a socket. The third one disconnects it. */
  async watch<T>(socket: LiveSocket, work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isRejection(error, 'JAM_UPDATE_MALFORMED')) this.countMalformed(socket);
      throw error;
    }
  }

  /** Limits syncs, because a reply can be a whole document. @throws Rejection RATE_LIMITED */
  countSync(socket: LiveSocket): void {
    const now = performance.now();
    const known = this.syncs.get(socket);
    const window = known && now - known.since < SYNC_WINDOW_MS ? known : { since: now, count: 0 };
    window.count += 1;
    this.syncs.set(socket, window);
    if (window.count > MAX_SYNCS) throw new Rejection('RATE_LIMITED');
  }

  private countMalformed(socket: LiveSocket): void {
    const count = (this.malformed.get(socket) ?? 0) + 1;
    this.malformed.set(socket, count);
    // Deferred, so that the acknowledgement with the error is sent first.
    if (count >= LIMITS.malformedUpdatesBeforeDisconnect) {
      setImmediate(() => socket.disconnect('JAM_UPDATE_MALFORMED', true));
    }
  }
}
