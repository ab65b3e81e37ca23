import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { PersonView, PresenceView } from '@visionary/contract';
import { Bus } from '@visionary/platform/bus';
import { Gossip } from './gossip.js';
import { PeopleHere } from './people-here.js';
import { type Crowd, isSameCrowd, RoomCrowd } from './room-crowd.js';

/** Who is in which room, over all nodes. */
@Injectable()
export class Presence implements OnModuleInit, OnApplicationShutdown {
  private readonly here = new Map<string, RoomCrowd>();
  /** Those who are away. */
  private readonly away = new Set<string>();
  /** By room: as it was put together last, until somebody there is seen otherwise. */
  private readonly views = new Map<string, PresenceView>();
  private readonly listeners: ((roomId: string) => void)[] = [];
  private readonly gossip: Gossip<Crowd>;

  constructor(
    @Inject(Bus) bus: Bus,
    @Inject(PeopleHere) private readonly peopleHere: PeopleHere,
  ) {
    const own = {
      keys: () => this.here.keys(),
      of: (roomId: string) => this.here.get(roomId)?.view() ?? null,
    };
    this.gossip = new Gossip<Crowd>(bus, 'presence', own, isSameCrowd, (roomId) => this.changed(roomId));
  }

  onModuleInit(): void {
    this.gossip.start();
    this.peopleHere.onChange((personId) => this.lookedAway(personId));
  }

  onApplicationShutdown(): void {
    this.gossip.stop();
  }

  /** @param listener is told the room whenever who is in it changed, on any node. */
  onChange(listener: (roomId: string) => void): void {
    this.listeners.push(listener);
  }

  enter(roomId: string, socketId: string, person: PersonView | null): void {
    const crowd = this.here.get(roomId) ?? new RoomCrowd();
    this.here.set(roomId, crowd);
    if (crowd.enter(socketId, person)) this.gossip.touch(roomId);
  }

  leave(roomId: string, socketId: string): void {
    const crowd = this.here.get(roomId);
    if (!crowd) return;
    const isSeen = crowd.leave(socketId);
    if (crowd.isEmpty) this.here.delete(roomId);
    if (isSeen) this.gossip.touch(roomId);
  }

  /** Somebody shows another name or picture from now on. */
  know(person: PersonView): void {
    for (const [roomId, crowd] of this.here) if (crowd.know(person)) this.gossip.touch(roomId);
  }

  /**
   * People once each however many tabs, in the order of their ids; visitors counted by socket. The same object until
   * something changes; nobody may change it.
   */
  of(roomId: string): PresenceView {
    const known = this.views.get(roomId);
    if (known) return known;
    const view = this.viewOf(roomId);
    if (view.people.length > 0 || view.visitors > 0) this.views.set(roomId, view);
    return view;
  }

  /** How many people its list names, those on several nodes perhaps twice. */
  sizeOf(roomId: string): number {
    return this.gossip.of(roomId).reduce((sum, { people }) => sum + people.length, 0);
  }

  /** Whether anybody looks, signed in or not, on any node. */
  isWatched(roomId: string): boolean {
    return this.gossip.of(roomId).some((room) => room.people.length + room.visitors > 0);
  }

  /** As isWatched, counting this node's sockets only. */
  isWatchedHere(roomId: string): boolean {
    return this.here.has(roomId);
  }

  private viewOf(roomId: string): PresenceView {
    const found = new Map<string, PersonView>();
    let visitors = 0;
    for (const room of this.gossip.of(roomId)) {
      visitors += room.visitors;
      for (const person of room.people) found.set(person.id, person);
    }
    const people = [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const away = people.map(({ id }) => id).filter((id) => this.peopleHere.of(id) === 'away');
    return { people, visitors, ...(away.length > 0 && { away }) };
  }

  /** Whoever goes or comes is told by their sockets; whoever looks away is in the room as before. */
  private lookedAway(personId: string): void {
    const isAway = this.peopleHere.of(personId) === 'away';
    if (isAway === this.away.has(personId)) return;
    if (isAway) this.away.add(personId);
    else this.away.delete(personId);
    for (const roomId of this.gossip.keys()) {
      const isThere = this.gossip.of(roomId).some(({ people }) => people.some(({ id }) => id === personId));
      if (isThere) this.changed(roomId);
    }
  }

  private changed(roomId: string): void {
    this.views.delete(roomId);
    for (const listener of this.listeners) listener(roomId);
  }
}
