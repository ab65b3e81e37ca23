import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { UserView } from '@visionary/contract';
import { SessionReader, USER_CHANGED_TOPIC } from '@visionary/platform/auth';
import type { Bus } from '@visionary/platform/bus';
import type { Server, Socket } from 'socket.io';
import { userChannel } from './live-socket.js';
import { SocketSync } from './socket-sync.js';
import type { Presence } from './presence.js';

const OLD = { id: 'ann', name: 'Old' };
const NEW = { id: 'ann', name: 'New' };

/** A bus controlled by the test. */
class SpokenBus {
  hear: (news: unknown) => void = () => undefined;
  recover: () => void = () => undefined;
  subscribe(topic: string, handler: (news: unknown) => void): void {
    if (topic === USER_CHANGED_TOPIC) this.hear = handler;
  }
  onRecovered(handler: () => void): void {
    this.recover = handler;
  }
}

class KnownUsers extends SessionReader {
  asked: string[][] = [];
  constructor(readonly now: UserView[]) {
    super();
  }
  read = () => Promise.resolve(null);
  findEnded = () => Promise.resolve([]);
  findUsers(ids: readonly string[]) {
    this.asked.push([...ids]);
    return Promise.resolve(this.now.filter(({ id }) => ids.includes(id)));
  }
}

describe('SocketSync', () => {
  const bus = new SpokenBus();
  const known: UserView[] = [];
  const received: unknown[] = [];
  let sessions: KnownUsers;
  let watch: SocketSync;
  let sockets: Map<string, Socket>;
  let rooms: Map<string, Set<string>>;

  const arrives = (id: string, user: UserView | null): Socket => {
    const socket = { id, data: { user } } as unknown as Socket;
    sockets.set(id, socket);
    if (user) rooms.set(userChannel(user.id), (rooms.get(userChannel(user.id)) ?? new Set()).add(id));
    watch.arrived(socket);
    return socket;
  };
  const nameOf = ({ data }: Socket) => (data as { user: UserView }).user.name;

  beforeEach(() => {
    [known.length, received.length] = [0, 0];
    [sockets, rooms] = [new Map(), new Map([['room:x', new Set<string>()]])];
    sessions = new KnownUsers([NEW, { id: 'bob', name: 'Bob' }]);
    const presence = { updateProfile: (user: UserView) => known.push(user) } as unknown as Presence;
    watch = new SocketSync(bus as unknown as Bus, sessions, presence, { now: () => 0 });
    const local = { emit: (_event: string, news: unknown) => received.push(news) };
    watch.attach({ of: () => ({ sockets, adapter: { rooms } }), local } as unknown as Server);
    watch.onModuleInit();
  });

  afterEach(() => watch.onApplicationShutdown());

  it('[A17] renames open sockets of the user only, and broadcasts the change', () => {
    const [tab, other] = [arrives('1', OLD), arrives('2', { id: 'bob', name: 'Bob' })];
    bus.hear({ user: NEW });
    expect([nameOf(tab), nameOf(other)]).toEqual(['New', 'Bob']);
    expect(known).toEqual([NEW]);
    expect(received).toEqual([{ user: NEW }]);
  });

  it('[A17] renames a socket that connects after the change with an old handshake', () => {
    bus.hear({ user: NEW });
    expect(nameOf(arrives('1', OLD))).toBe('New');
    expect(arrives('2', null).data).toEqual({ user: null });
  });

  it('[A17] rereads all connected users after the bus recovers, and broadcasts only changes', async () => {
    const [tab, other] = [arrives('1', OLD), arrives('2', { id: 'bob', name: 'Bob' })];
    await watch.checkProfiles();
    expect(sessions.asked).toEqual([['ann', 'bob']]);
    expect([nameOf(tab), nameOf(other)]).toEqual(['New', 'Bob']);
    expect(received).toEqual([{ user: NEW }]);
  });
});
