import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { PersonView } from '@visionary/contract';
import { PERSON_CHANGED_TOPIC, type PersonChangedNews, SessionReader } from '@visionary/platform/auth';
import { Bus } from '@visionary/platform/bus';
import type { Server, Socket } from 'socket.io';
import { personChannel } from './live-socket.js';
import { Presence } from './presence.js';

const PREFIX = personChannel('');
/** Longer than a handshake takes: whoever was read before the change and came in after it learns of it here. */
const REMEMBERED_MS = 60_000;
const ASKED_AT_ONCE = 200;

const isSame = (a: PersonView, b: PersonView): boolean => a.name === b.name && a.picture === b.picture;

/** Keeps the names and pictures that open sockets go by as they are now, on every node, and tells everybody. */
@Injectable()
export class PersonWatch implements OnModuleInit {
  private readonly logger = new Logger('People');
  private readonly lately = new Map<string, { readonly person: PersonView; readonly at: number }>();
  private io: Server | undefined;

  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(SessionReader) private readonly sessions: SessionReader,
    @Inject(Presence) private readonly presence: Presence,
  ) {}

  attach(io: Server): void {
    this.io = io;
  }

  onModuleInit(): void {
    this.bus.subscribe<PersonChangedNews>(PERSON_CHANGED_TOPIC, ({ person }) => this.know(person));
    this.bus.onRecovered(() => void this.look());
  }

  /** Said once the socket has joined the channel of its person. */
  arrived(socket: Socket): void {
    const data = socket.data as { person: PersonView | null };
    const known = data.person && this.lately.get(data.person.id);
    if (known) data.person = known.person;
  }

  /** Asks how all people with sockets here are called: news may have been lost with Redis. */
  async look(): Promise<void> {
    const channels = [...(this.io?.of('/').adapter.rooms.keys() ?? [])].filter((name) => name.startsWith(PREFIX));
    const ids = channels.map((name) => name.slice(PREFIX.length));
    try {
      for (let from = 0; from < ids.length; from += ASKED_AT_ONCE) {
        const now = await this.sessions.people(ids.slice(from, from + ASKED_AT_ONCE));
        for (const person of now) if (this.isNews(person)) this.know(person);
      }
    } catch (error) {
      this.logger.warn('People could not be looked at', error instanceof Error ? error : new Error(String(error)));
    }
  }

  private know(person: PersonView): void {
    this.remember(person);
    for (const socket of this.socketsOf(person.id)) (socket.data as { person: PersonView }).person = person;
    this.presence.know(person);
    this.io?.local.emit('people.changed', { person });
  }

  private isNews(person: PersonView): boolean {
    return this.socketsOf(person.id).some(({ data }) => !isSame((data as { person: PersonView }).person, person));
  }

  private remember(person: PersonView): void {
    const now = performance.now();
    for (const [id, { at }] of this.lately) {
      if (now - at < REMEMBERED_MS) break;
      this.lately.delete(id);
    }
    this.lately.delete(person.id);
    this.lately.set(person.id, { person, at: now });
  }

  private socketsOf(personId: string): Socket[] {
    const { adapter, sockets } = this.io?.of('/') ?? {};
    const ids = adapter?.rooms.get(personChannel(personId)) ?? [];
    return [...ids].map((id) => sockets?.get(id)).filter((socket) => socket !== undefined);
  }
}
