import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { isRejection, Rejection } from '@visionary/kernel';
import type { LiveSocket } from '@visionary/platform/realtime';

const SYNCS = { many: 20, withinMs: 10_000 };

/** Pages that send what no page of ours sends. */
@Injectable()
export class MisbehavingSockets {
  private readonly malformed = new WeakMap<LiveSocket, number>();
  private readonly syncs = new WeakMap<LiveSocket, { since: number; count: number }>();

  /** One malformed message is an error, the third cuts the socket. */
  async watch<T>(socket: LiveSocket, work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isRejection(error, 'JAM_UPDATE_MALFORMED')) this.count(socket);
      throw error;
    }
  }

  /** The answer may be a whole document. @throws Rejection RATE_LIMITED */
  sync(socket: LiveSocket): void {
    const now = performance.now();
    const known = this.syncs.get(socket);
    const window = known && now - known.since < SYNCS.withinMs ? known : { since: now, count: 0 };
    window.count += 1;
    this.syncs.set(socket, window);
    if (window.count > SYNCS.many) throw new Rejection('RATE_LIMITED');
  }

  private count(socket: LiveSocket): void {
    const times = (this.malformed.get(socket) ?? 0) + 1;
    this.malformed.set(socket, times);
    // After the acknowledgement that says what was wrong.
    if (times >= LIMITS.malformedUpdatesBeforeDisconnect) {
      setImmediate(() => socket.disconnect('JAM_UPDATE_MALFORMED', true));
    }
  }
}
