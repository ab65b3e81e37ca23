import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Availability } from '@visionary/contract';
import { Bus } from '@visionary/platform/bus';
import { Gossip } from './gossip.js';

type Here = Exclude<Availability, 'offline'>;

/**
 * Whether people are here, over all nodes and all their pages: away when every page of theirs says that nobody looks at it,
 * offline when there is no page left.
 */
@Injectable()
export class PeopleHere implements OnModuleInit, OnApplicationShutdown {
  /** By person, then by socket: whether nobody looks at that page. */
  private readonly pages = new Map<string, Map<string, boolean>>();
  private readonly listeners: ((personId: string) => void)[] = [];
  private readonly gossip: Gossip<Here>;

  constructor(@Inject(Bus) bus: Bus) {
    const own = { keys: () => this.pages.keys(), of: (personId: string) => this.onThisNode(personId) };
    this.gossip = new Gossip<Here>(
      bus,
      'people.here',
      own,
      (a, b) => a === b,
      (personId) => this.changed(personId),
    );
  }

  onModuleInit(): void {
    this.gossip.start();
  }

  onApplicationShutdown(): void {
    this.gossip.stop();
  }

  /** @param listener is told the person whenever it may be otherwise, on any node. */
  onChange(listener: (personId: string) => void): void {
    this.listeners.push(listener);
  }

  of(personId: string): Availability {
    const said = this.gossip.of(personId);
    if (said.includes('online')) return 'online';
    return said.length > 0 ? 'away' : 'offline';
  }

  come(personId: string, socketId: string): void {
    this.note(personId, (pages) => pages.set(socketId, false));
  }

  /** Of a page that is here; of others nothing is noted. */
  look(personId: string, socketId: string, away: boolean): void {
    if (this.pages.get(personId)?.has(socketId)) this.note(personId, (pages) => pages.set(socketId, away));
  }

  leave(personId: string, socketId: string): void {
    this.note(personId, (pages) => pages.delete(socketId));
  }

  private note(personId: string, change: (pages: Map<string, boolean>) => void): void {
    const before = this.onThisNode(personId);
    const pages = this.pages.get(personId) ?? new Map<string, boolean>();
    change(pages);
    if (pages.size > 0) this.pages.set(personId, pages);
    else this.pages.delete(personId);
    if (this.onThisNode(personId) !== before) this.gossip.touch(personId);
  }

  private onThisNode(personId: string): Here | null {
    const pages = this.pages.get(personId);
    if (!pages) return null;
    return [...pages.values()].every((away) => away) ? 'away' : 'online';
  }

  private changed(personId: string): void {
    for (const listener of this.listeners) listener(personId);
  }
}
