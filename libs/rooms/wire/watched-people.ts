import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { Availability, AvailabilityView } from '@visionary/contract';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Coalescer, type LiveSocket, PeopleHere } from '@visionary/platform/realtime';
import { BLOCKS_TOPIC, type BlocksNews } from './tell-nodes-when-people-part.js';

const TELL_EVERY_MS = 500;

/** What pages that watch somebody hear of them. */
const aboutPerson = (personId: string): string => `about:${personId}`;

interface Watch {
  readonly watcherId: string;
  readonly personIds: readonly string[];
  /** Those of them of whom the page hears: who has blocked the other, or is blocked, is offline to them for good. */
  readonly heard: ReadonlySet<string>;
}

/** Whom each page of this node watches, and what it was told of them. */
@Injectable()
export class WatchedPeople implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('People');
  private readonly watches = new Map<LiveSocket, Watch>();
  /** By page, the last of what is done for it: one after the other, so that what the database said last counts. */
  private readonly turns = new WeakMap<LiveSocket, Promise<unknown>>();
  /** What pages here were told last, of people who are watched: who goes and comes within a moment changed nothing. */
  private readonly told = new Map<string, Availability>();
  private readonly telling = new Coalescer(TELL_EVERY_MS, (personId) => this.tell(personId));

  constructor(
    private readonly peopleHere: PeopleHere,
    private readonly broadcast: Broadcast,
    private readonly blocks: Blocks,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.peopleHere.onChange((personId) => {
      if (this.told.has(personId)) this.telling.touch(personId);
    });
    this.bus.subscribe<BlocksNews>(BLOCKS_TOPIC, (pair) => this.part(pair));
    this.bus.onRecovered(() => {
      for (const socket of this.watches.keys()) this.lookAgain(socket);
    });
  }

  onApplicationShutdown(): void {
    this.telling.stop();
  }

  /** From now on the page hears of these people and of no others. @returns what they are */
  watch(socket: LiveSocket, watcherId: string, personIds: readonly string[]): Promise<AvailabilityView[]> {
    return this.inTurn(socket, () => this.look(socket, watcherId, [...new Set(personIds)]));
  }

  /** The socket hears of changes before it is answered, so none falls in between. */
  private async look(socket: LiveSocket, watcherId: string, personIds: readonly string[]): Promise<AvailabilityView[]> {
    const apart = await this.blocks.apart(watcherId, personIds);
    const heard = new Set(personIds.filter((id) => !apart.has(id)));
    const known = this.watches.get(socket);
    const others = [...(known?.heard ?? [])].filter((id) => !heard.has(id));
    this.watches.set(socket, { watcherId, personIds, heard });
    const moves = Promise.all([
      ...others.map((id) => socket.leave(aboutPerson(id))),
      ...[...heard].map((id) => socket.enter(aboutPerson(id))),
    ]);
    const people = personIds.map((personId) => ({
      personId,
      availability: heard.has(personId) ? this.first(personId) : ('offline' as const),
    }));
    this.forget([...others, ...heard]);
    if (!known) socket.onGone(() => this.end(socket));
    await moves;
    return people;
  }

  /** Two people are apart from now on, or no more: pages of either that watch the other are told what they see now. */
  private part({ personId, otherId }: BlocksNews): void {
    for (const [socket, { watcherId, personIds }] of this.watches) {
      const other = watcherId === personId ? otherId : watcherId === otherId ? personId : null;
      if (other !== null && personIds.includes(other)) this.lookAgain(socket);
    }
  }

  private lookAgain(socket: LiveSocket): void {
    const looking = this.inTurn(socket, async () => {
      const before = this.watches.get(socket);
      if (!before) return;
      const people = await this.look(socket, before.watcherId, before.personIds);
      const after = this.watches.get(socket)?.heard;
      for (const person of people) {
        if (before.heard.has(person.personId) !== after?.has(person.personId)) socket.tell('people.available', person);
      }
    });
    looking.catch((error: unknown) => this.logger.error('Who is apart could not be read', error));
  }

  private inTurn<T>(socket: LiveSocket, work: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(socket) ?? Promise.resolve()).then(work);
    this.turns.set(
      socket,
      turn.catch(() => undefined),
    );
    return turn;
  }

  private end(socket: LiveSocket): void {
    const watch = this.watches.get(socket);
    this.watches.delete(socket);
    this.forget([...(watch?.heard ?? [])]);
  }

  /** What others here were told stays what they were told until they hear otherwise. */
  private first(personId: string): Availability {
    const availability = this.peopleHere.of(personId);
    if (!this.told.has(personId)) this.told.set(personId, availability);
    return availability;
  }

  /** What nobody here watches any more is not remembered, whoever it was and whether there is such a person. */
  private forget(personIds: readonly string[]): void {
    for (const id of personIds) if (!this.broadcast.isHeardHere(aboutPerson(id))) this.told.delete(id);
  }

  private tell(personId: string): void {
    const before = this.told.get(personId);
    if (!this.broadcast.isHeardHere(aboutPerson(personId))) return void this.told.delete(personId);
    const availability = this.peopleHere.of(personId);
    this.told.set(personId, availability);
    if (availability !== before) {
      this.broadcast.toHere([aboutPerson(personId)], 'people.available', { personId, availability });
    }
  }
}
