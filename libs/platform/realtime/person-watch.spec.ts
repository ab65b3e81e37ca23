import { beforeEach, describe, expect, it } from '@jest/globals';
import type { PersonView } from '@visionary/contract';
import { PERSON_CHANGED_TOPIC, SessionReader } from '@visionary/platform/auth';
import type { Bus } from '@visionary/platform/bus';
import type { Server, Socket } from 'socket.io';
import { personChannel } from './live-socket.js';
import { PersonWatch } from './person-watch.js';
import type { Presence } from './presence.js';

const OLD = { id: 'ann', name: 'Old' };
const NEW = { id: 'ann', name: 'New' };

/** A bus that the test speaks over. */
class SpokenBus {
  hear: (news: unknown) => void = () => undefined;
  recover: () => void = () => undefined;
  subscribe(topic: string, handler: (news: unknown) => void): void {
    expect(topic).toBe(PERSON_CHANGED_TOPIC);
    this.hear = handler;
  }
  onRecovered(handler: () => void): void {
    this.recover = handler;
  }
}

class KnownPeople extends SessionReader {
  asked: string[][] = [];
  constructor(readonly now: PersonView[]) {
    super();
  }
  read = () => Promise.resolve(null);
  ended = () => Promise.resolve([]);
  people(ids: readonly string[]) {
    this.asked.push([...ids]);
    return Promise.resolve(this.now.filter(({ id }) => ids.includes(id)));
  }
}

describe('PersonWatch', () => {
  const bus = new SpokenBus();
  const known: PersonView[] = [];
  const told: unknown[] = [];
  let sessions: KnownPeople;
  let watch: PersonWatch;
  let sockets: Map<string, Socket>;
  let rooms: Map<string, Set<string>>;

  const arrives = (id: string, person: PersonView | null): Socket => {
    const socket = { id, data: { person } } as unknown as Socket;
    sockets.set(id, socket);
    if (person) rooms.set(personChannel(person.id), (rooms.get(personChannel(person.id)) ?? new Set()).add(id));
    watch.arrived(socket);
    return socket;
  };
  const nameOf = ({ data }: Socket) => (data as { person: PersonView }).person.name;

  beforeEach(() => {
    [known.length, told.length] = [0, 0];
    [sockets, rooms] = [new Map(), new Map([['room:x', new Set<string>()]])];
    sessions = new KnownPeople([NEW, { id: 'bob', name: 'Bob' }]);
    const presence = { know: (person: PersonView) => known.push(person) } as unknown as Presence;
    watch = new PersonWatch(bus as unknown as Bus, sessions, presence);
    const local = { emit: (_event: string, news: unknown) => told.push(news) };
    watch.attach({ of: () => ({ sockets, adapter: { rooms } }), local } as unknown as Server);
    watch.onModuleInit();
  });

  it('[A17] renames open sockets, tells them all, and leaves others alone', () => {
    const [tab, other] = [arrives('1', OLD), arrives('2', { id: 'bob', name: 'Bob' })];
    bus.hear({ person: NEW });
    expect([nameOf(tab), nameOf(other)]).toEqual(['New', 'Bob']);
    expect(known).toEqual([NEW]);
    expect(told).toEqual([{ person: NEW }]);
  });

  it('[A17] knows who was let in by the old name and arrives after the change', () => {
    bus.hear({ person: NEW });
    expect(nameOf(arrives('1', OLD))).toBe('New');
    expect(arrives('2', null).data).toEqual({ person: null });
  });

  it('[A17] asks for everybody here after news may have been lost, and tells what is new alone', async () => {
    const [tab, other] = [arrives('1', OLD), arrives('2', { id: 'bob', name: 'Bob' })];
    await watch.look();
    expect(sessions.asked).toEqual([['ann', 'bob']]);
    expect([nameOf(tab), nameOf(other)]).toEqual(['New', 'Bob']);
    expect(told).toEqual([{ person: NEW }]);
  });
});
