import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { PersonView, PresenceView } from '@visionary/contract';
import { Bus } from '@visionary/platform/bus';

/** One node's sockets in one room. */
interface NodeRoom {
  readonly people: readonly PersonView[];
  readonly visitors: number;
}
interface NodeView {
  heardAt: number;
  readonly rooms: Map<string, NodeRoom>;
}
interface News {
  readonly nodeId: string;
  readonly rooms: readonly (readonly [string, NodeRoom])[];
  /** The whole truth of that node rather than the rooms that changed. */
  readonly whole: boolean;
}

const TOPIC = 'presence';
const HELLO = 'presence.hello';
const BYE = 'presence.bye';
const BEAT_MS = 5_000;
const SILENT_MS = 16_000;

/**
 * Who is in which room, over all nodes. Each node tells the others about its own sockets and repeats the whole every few
 * seconds; a node that falls silent takes its people with it. Nothing is stored, so nothing can stay behind.
 */
@Injectable()
export class Presence implements OnModuleInit, OnApplicationShutdown {
  private readonly here = new Map<string, Map<string, PersonView | null>>();
  private readonly nodes = new Map<string, NodeView>();
  private readonly listeners: ((roomId: string) => void)[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(Bus) private readonly bus: Bus) {}

  onModuleInit(): void {
    this.bus.subscribe<News>(TOPIC, (news) => this.hear(news));
    this.bus.subscribe<string>(HELLO, () => this.tellAll());
    this.bus.subscribe<string>(BYE, (nodeId) => this.forget(nodeId));
    this.bus.onRecovered(() => this.bus.publish(HELLO, this.bus.nodeId));
    this.bus.publish(HELLO, this.bus.nodeId);
    this.timer = setInterval(() => this.beat(), BEAT_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.bus.publish(BYE, this.bus.nodeId);
  }

  /** @param listener is told the room whenever who is in it changed, on any node. */
  onChange(listener: (roomId: string) => void): void {
    this.listeners.push(listener);
  }

  enter(roomId: string, socketId: string, person: PersonView | null): void {
    const sockets = this.here.get(roomId) ?? new Map<string, PersonView | null>();
    this.here.set(roomId, sockets.set(socketId, person));
    this.tell(roomId);
  }

  leave(roomId: string, socketId: string): void {
    const sockets = this.here.get(roomId);
    if (!sockets?.delete(socketId)) return;
    if (!sockets.size) this.here.delete(roomId);
    this.tell(roomId);
  }

  /** People once each however many tabs, in the order of their ids; visitors counted by socket. */
  of(roomId: string): PresenceView {
    const people = new Map<string, PersonView>();
    let visitors = 0;
    for (const room of this.roomOnEveryNode(roomId)) {
      visitors += room.visitors;
      for (const person of room.people) people.set(person.id, person);
    }
    return { people: [...people.values()].sort((a, b) => a.id.localeCompare(b.id)), visitors };
  }

  /** Whether anybody looks, signed in or not, on any node. */
  isWatched(roomId: string): boolean {
    return this.roomOnEveryNode(roomId).some((room) => room.people.length + room.visitors > 0);
  }

  private roomOnEveryNode(roomId: string): NodeRoom[] {
    const others = [...this.nodes.values()].map((node) => node.rooms.get(roomId));
    return [this.roomHere(roomId), ...others].filter((room) => room !== undefined);
  }

  private roomHere(roomId: string): NodeRoom {
    const people = new Map<string, PersonView>();
    let visitors = 0;
    for (const person of this.here.get(roomId)?.values() ?? []) {
      if (person) people.set(person.id, person);
      else visitors += 1;
    }
    return { people: [...people.values()], visitors };
  }

  private tell(roomId: string): void {
    const news: News = { nodeId: this.bus.nodeId, rooms: [[roomId, this.roomHere(roomId)]], whole: false };
    this.bus.publish(TOPIC, news);
    this.changed(roomId);
  }

  private tellAll(): void {
    const rooms = [...this.here.keys()].map((roomId) => [roomId, this.roomHere(roomId)] as const);
    this.bus.publish(TOPIC, { nodeId: this.bus.nodeId, rooms, whole: true } satisfies News);
  }

  private hear({ nodeId, rooms, whole }: News): void {
    if (nodeId === this.bus.nodeId) return;
    const node = this.nodes.get(nodeId) ?? { heardAt: 0, rooms: new Map<string, NodeRoom>() };
    this.nodes.set(nodeId, node);
    node.heardAt = performance.now();
    const told = new Map(rooms);
    const gone = whole ? [...node.rooms.keys()].filter((roomId) => !told.has(roomId)) : [];
    for (const roomId of gone) node.rooms.delete(roomId);
    const changed = [...told].filter(([roomId, room]) => !sameRoom(node.rooms.get(roomId), room));
    for (const [roomId, room] of changed) node.rooms.set(roomId, room);
    for (const roomId of [...gone, ...changed.map(([id]) => id)]) this.changed(roomId);
  }

  private beat(): void {
    if (this.bus.status !== 'in-process') this.tellAll();
    const limit = performance.now() - SILENT_MS;
    for (const [nodeId, node] of this.nodes) if (node.heardAt < limit) this.forget(nodeId);
  }

  private forget(nodeId: string): void {
    const node = this.nodes.get(nodeId);
    this.nodes.delete(nodeId);
    for (const roomId of node?.rooms.keys() ?? []) this.changed(roomId);
  }

  private changed(roomId: string): void {
    for (const listener of this.listeners) listener(roomId);
  }
}

const sameRoom = (a: NodeRoom | undefined, b: NodeRoom): boolean =>
  a?.visitors === b.visitors &&
  a.people.length === b.people.length &&
  a.people.every((person, index) => person.id === b.people[index]?.id);
