import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Availability } from '@visionary/contract';
import { Bus } from '@visionary/platform/bus';
import { Gossip } from './gossip.js';

type ConnectedAvailability = Exclude<Availability, 'offline'>;

/** Availability of users over all nodes and tabs: away if all their tabs are idle, offline without any tab. */
@Injectable()
export class UserAvailability implements OnModuleInit, OnApplicationShutdown {
  /** By user, then by socket: whether that tab is idle. */
  private readonly sockets = new Map<string, Map<string, boolean>>();
  private readonly listeners: ((userId: string) => void)[] = [];
  private readonly gossip: Gossip<ConnectedAvailability>;

  constructor(@Inject(Bus) bus: Bus) {
    const local = { keys: () => this.sockets.keys(), of: (userId: string) => this.localStateOf(userId) };
    this.gossip = new Gossip<ConnectedAvailability>(
      bus,
      'users.here',
      local,
      (a, b) => a === b,
      (userId) => this.notify(userId),
    );
  }

  onModuleInit(): void {
    this.gossip.start();
  }

  onApplicationShutdown(): void {
    this.gossip.stop();
  }

  /** @param listener called with the user when their availability may have changed, on any node */
  onChange(listener: (userId: string) => void): void {
    this.listeners.push(listener);
  }

  of(userId: string): Availability {
    const states = this.gossip.of(userId);
    if (states.includes('online')) return 'online';
    return states.length > 0 ? 'away' : 'offline';
  }

  connect(userId: string, socketId: string): void {
    this.updateSockets(userId, (sockets) => sockets.set(socketId, false));
  }

  /** Sets whether a connected tab is idle. Ignores unknown sockets. */
  setIdle(userId: string, socketId: string, isIdle: boolean): void {
    if (this.sockets.get(userId)?.has(socketId)) this.updateSockets(userId, (sockets) => sockets.set(socketId, isIdle));
  }

  disconnect(userId: string, socketId: string): void {
    this.updateSockets(userId, (sockets) => sockets.delete(socketId));
  }

  private updateSockets(userId: string, change: (sockets: Map<string, boolean>) => void): void {
    const previous = this.localStateOf(userId);
    const sockets = this.sockets.get(userId) ?? new Map<string, boolean>();
    change(sockets);
    if (sockets.size > 0) this.sockets.set(userId, sockets);
    else this.sockets.delete(userId);
    if (this.localStateOf(userId) !== previous) this.gossip.touch(userId);
  }

  private localStateOf(userId: string): ConnectedAvailability | null {
    const sockets = this.sockets.get(userId);
    if (!sockets) return null;
    return [...sockets.values()].every((isIdle) => isIdle) ? 'away' : 'online';
  }

  private notify(userId: string): void {
    for (const listener of this.listeners) listener(userId);
  }
}
