import type { IncomingMessage } from 'node:http';
import { LIMITS } from '@visionary/contract';
import type { SessionReader } from '@visionary/platform/auth';
import { userChannel } from './live-socket.js';

/** How long a connection counts after it ended before the handshake admitted it. This also limits how many follow each other. */
export const ABANDONED_MS = 15_000;

export interface PendingOptions {
  readonly sessions: Pick<SessionReader, 'read'>;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly maxPerAddress: number;
}

/**
 * Limits connections that have not completed the handshake, by address. Where an address has reached the limit, its
 * users are still let in, and counted by user.
 */
export class PendingConnections {
  private readonly counts = new Map<string, number>();
  private readonly owners = new WeakMap<IncomingMessage, string>();

  constructor(private readonly options: PendingOptions) {}

  /** @returns whether the request may become a WebSocket */
  async tryAdd(request: IncomingMessage): Promise<boolean> {
    const { sessions, addressOf, maxPerAddress } = this.options;
    if (this.count(request, addressOf(request), maxPerAddress)) return true;
    const session = await sessions.read(request.headers.cookie);
    return session !== null && this.count(request, userChannel(session.user.id), LIMITS.socketsPerUser);
  }

  /** The handshake admitted it: it counts as a socket from now on. */
  release(request: IncomingMessage): void {
    const owner = this.owners.get(request);
    if (owner === undefined) return;
    this.owners.delete(request);
    this.subtract(owner);
  }

  private count(request: IncomingMessage, owner: string, max: number): boolean {
    const count = this.counts.get(owner) ?? 0;
    if (count >= max || request.socket.destroyed) return false;
    this.counts.set(owner, count + 1);
    this.owners.set(request, owner);
    request.socket.once('close', () => {
      if (this.owners.has(request)) setTimeout(() => this.release(request), ABANDONED_MS).unref();
    });
    return true;
  }

  private subtract(owner: string): void {
    const count = (this.counts.get(owner) ?? 0) - 1;
    if (count > 0) this.counts.set(owner, count);
    else this.counts.delete(owner);
  }
}
