import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Availability } from '@visionary/contract';
import { Bus } from '@visionary/platform/bus';
import { Gossip } from './gossip.js';

type Here = Exclude<Availability, 'offline'>;

/** Availability of users over all nodes and tabs: away if all their tabs are idle, offline without any tab. */
@Injectable()
export class UserAvailability implements OnModuleInit, OnApplicationShutdown {
  /** By user, then by socket: whether that tab is idle. */
  private readonly pages = new Map<string, Map<string, boolean>>();
  private readonly listeners: ((userId: string) => void)[] = [];
  private readonly gossip: Gossip<Here>;

  constructor(@Inject(Bus) bus: Bus) {
    const own = { keys: () => this.pages.keys(), of: (userId: string) => this.onThisNode(userId) };
    this.gossip = new Gossip<Here>(
      bus,
      'users.here',
      own,
      (a, b) => a === b,
      (userId) => this.changed(userId),
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

  come(userId: string, socketId: string): void {
    this.note(userId, (pages) => pages.set(socketId, false));
  }

  /** Sets whether a connected tab is idle. Ignores unknown sockets. */
  look(userId: string, socketId: string, away: boolean): void {
    if (this.pages.get(userId)?.has(socketId)) this.note(userId, (pages) => pages.set(socketId, away));
  }

  leave(userId: string, socketId: string): void {
    this.note(userId, (pages) => pages.delete(socketId));
  }

  private note(userId: string, change: (pages: Map<string, boolean>) => void): void {
    const before = this.onThisNode(userId);
    const pages = this.pages.get(userId) ?? new Map<string, boolean>();
    change(pages);
    if (pages.size > 0) this.pages.set(userId, pages);
    else this.pages.delete(userId);
    if (this.onThisNode(userId) !== before) this.gossip.touch(userId);
  }

  private onThisNode(userId: string): Here | null {
    const pages = this.pages.get(userId);
    if (!pages) return null;
    return [...pages.values()].every((away) => away) ? 'away' : 'online';
  }

  private changed(userId: string): void {
    for (const listener of this.listeners) listener(userId);
  }
}
