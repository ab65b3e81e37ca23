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
class TestBus {
  deliver: (message: unknown) => void = () => undefined;
  recover: () => void = () => undefined;
  subscribe(topic: string, handler: (message: unknown) => void): void {
    if (topic === USER_CHANGED_TOPIC) this.deliver = handler;
  }
  onRecovered(handler: () => void): void {
    this.recover = handler;
  }
}

class TestSessions extends SessionReader {
  requestedIds: string[][] = [];
  constructor(readonly users: UserView[]) {
    super();
  }
  read = () => Promise.resolve(null);
  findEnded = () => Promise.resolve([]);
  findUsers(ids: readonly string[]) {
    this.requestedIds.push([...ids]);
    return Promise.resolve(this.users.filter(({ id }) => ids.includes(id)));
  }
}

describe('SocketSync', () => {
  const bus = new TestBus();
  const updatedProfiles: UserView[] = [];
  const received: unknown[] = [];
  let sessions: TestSessions;
  let socketSync: SocketSync;
  let sockets: Map<string, Socket>;
  let rooms: Map<string, Set<string>>;

  const connect = (id: string, user: UserView | null): Socket => {
    const socket = { id, data: { user } } as unknown as Socket;
    sockets.set(id, socket);
    if (user) rooms.set(userChannel(user.id), (rooms.get(userChannel(user.id)) ?? new Set()).add(id));
    socketSync.refresh(socket);
    return socket;
  };
  const nameOf = ({ data }: Socket) => (data as { user: UserView }).user.name;

  beforeEach(() => {
    [updatedProfiles.length, received.length] = [0, 0];
    [sockets, rooms] = [new Map(), new Map([['room:x', new Set<string>()]])];
    sessions = new TestSessions([NEW, { id: 'bob', name: 'Bob' }]);
    const presence = { updateProfile: (user: UserView) => updatedProfiles.push(user) } as unknown as Presence;
    socketSync = new SocketSync(bus as unknown as Bus, sessions, presence, { now: () => 0 });
    const local = { emit: (_event: string, message: unknown) => received.push(message) };
    socketSync.attach({ of: () => ({ sockets, adapter: { rooms } }), local } as unknown as Server);
    socketSync.onModuleInit();
  });

  afterEach(() => socketSync.onApplicationShutdown());

  it('[A17] renames open sockets of the user only, and broadcasts the change', () => {
    const [tab, other] = [connect('1', OLD), connect('2', { id: 'bob', name: 'Bob' })];
    bus.deliver({ user: NEW });
    expect([nameOf(tab), nameOf(other)]).toEqual(['New', 'Bob']);
    expect(updatedProfiles).toEqual([NEW]);
    expect(received).toEqual([{ user: NEW }]);
  });

  it('[A17] renames a socket that connects after the change with an old handshake', () => {
    bus.deliver({ user: NEW });
    expect(nameOf(connect('1', OLD))).toBe('New');
    expect(connect('2', null).data).toEqual({ user: null });
  });

  it('[A17] rereads all connected users after the bus recovers, and broadcasts only changes', async () => {
    const [tab, other] = [connect('1', OLD), connect('2', { id: 'bob', name: 'Bob' })];
    await socketSync.checkProfiles();
    expect(sessions.requestedIds).toEqual([['ann', 'bob']]);
    expect([nameOf(tab), nameOf(other)]).toEqual(['New', 'Bob']);
    expect(received).toEqual([{ user: NEW }]);
  });
});
