import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Availability, VolatilePayload } from '@visionary/contract';
import { AvailabilitySubscriptions } from '../../libs/rooms/api/availability-subscriptions.js';
import { bootCluster, type Cluster } from '../support/cluster.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { openDirectRoom, createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';

type AvailabilityChange = VolatilePayload<'users.availabilityChanged'>;

describe('availability over two nodes', () => {
  let nodes: Cluster;
  let ann: ConnectedUser;

  beforeAll(async () => {
    nodes = await bootCluster();
    ann = await connectUser(nodes.one.url, 'Ann');
  });

  const becomes = ({ me }: ConnectedUser, availability: Availability) =>
    ann.live.next(
      'users.availabilityChanged',
      (event) => event.userId === me.id && event.availability === availability,
    );
  const watch = async (...users: ConnectedUser[]): Promise<Availability[]> => {
    const reply = await ann.live.do('users.subscribeAvailability', { userIds: users.map(({ me }) => me.id) });
    return reply.users.map(({ availability }) => availability);
  };
  /** Updates about users who just connected to the other node may still arrive. */
  const watchOnline = async (...users: ConnectedUser[]): Promise<void> => {
    const known = new Map<string, Availability>();
    const look = ({ userId, availability }: AvailabilityChange) => void known.set(userId, availability);
    ann.live.on('users.availabilityChanged', look);
    const now = await watch(...users);
    for (const [index, who] of users.entries()) {
      if (now[index] !== 'online' && known.get(who.me.id) !== 'online') await becomes(who, 'online');
    }
    ann.live.off('users.availabilityChanged', look);
  };
  const pageOn = (node: { readonly url: string }, { client }: ConnectedUser): Promise<LiveClient> =>
    connect(node.url, client.cookieHeader);

  it('[RT24] a user is away when all clients are away, and offline when none is left', async () => {
    const bob = await connectUser(nodes.one.url, 'Bob');
    expect(await watch(bob)).toEqual(['online']);
    const elsewhere = await pageOn(nodes.two, bob);
    await elsewhere.do('me.setAway', { away: true });
    const away = becomes(bob, 'away');
    await bob.live.do('me.setAway', { away: true });
    await away;
    const back = becomes(bob, 'online');
    await elsewhere.do('me.setAway', { away: false });
    await back;
    bob.live.close();
    const offline = becomes(bob, 'offline');
    elsewhere.close();
    await offline;
    expect(await watch(bob)).toEqual(['offline']);
  });

  it('[RT24] a user who is away stays in the presence of the room, marked as away', async () => {
    const carl = await connectUser(nodes.two.url, 'Carl');
    const room = await createRoom(ann);
    await openRoom(ann, room.id);
    const present = (matches: (away: readonly string[]) => boolean) =>
      ann.live.next(
        'rooms.presenceChanged',
        ({ presence }) => presence.users.some(({ id }) => id === carl.me.id) && matches(presence.away ?? []),
      );
    const comes = present((away) => away.length === 0);
    await openRoom(carl, room.id);
    await comes;
    const looksAway = present((away) => away.includes(carl.me.id));
    await carl.live.do('me.setAway', { away: true });
    await looksAway;
    const isBack = present((away) => away.length === 0);
    await carl.live.do('me.setAway', { away: false });
    await isBack;
  });

  it('[RT24] a client receives changes of the users it subscribes to and of no earlier ones', async () => {
    const [dora, emil] = [await connectUser(nodes.two.url), await connectUser(nodes.two.url)];
    await watchOnline(dora);
    await watchOnline(emil);
    const events = ann.live.collect('users.availabilityChanged');
    const gone = becomes(emil, 'offline');
    dora.live.close();
    emil.live.close();
    await gone;
    expect(events.filter(({ userId }) => userId === dora.me.id)).toEqual([]);
    expect(await (await connect(nodes.one.url)).rejectionOf('users.subscribeAvailability', { userIds: [] })).toBe(
      'UNAUTHENTICATED',
    );
  });

  it('[RT24] a node forgets users when no client subscribes to them', async () => {
    const finn = await connectUser(nodes.one.url);
    const remembered = () =>
      (Reflect.get(nodes.one.get(AvailabilitySubscriptions), 'lastSent') as Map<string, Availability>).size;
    const before = remembered();
    const strangers = () => ({ userIds: Array.from({ length: 200 }, () => randomUUID()) });
    await Promise.all(Array.from({ length: 20 }, () => finn.live.do('users.subscribeAvailability', strangers())));
    expect(remembered()).toBe(before + 200);
    const gone = becomes(finn, 'offline');
    expect(await watch(finn)).toEqual(['online']);
    void finn.live.do('users.subscribeAvailability', strangers()).catch(() => undefined);
    finn.live.close();
    await gone;
    await watch();
    expect(remembered()).toBe(0);
  });

  it('[RT25][RT27] a user is offline for a blocked user until the block is removed', async () => {
    const hans = await connectUser(nodes.two.url, 'Hans');
    const { id: roomId } = await openDirectRoom(ann, hans);
    await watchOnline(hans);
    await hans.live.do('users.subscribeAvailability', { userIds: [ann.me.id] });
    await openRoom(hans, roomId);
    const seen = async () => {
      const { presence } = await openRoom(ann, roomId);
      const { members } = await ann.live.do('rooms.listMembers', { roomId });
      return {
        present: presence.users.map(({ name }) => name).sort(),
        members: members.map(({ user, availability }) => [user.name, availability]),
      };
    };
    const toHans = (availability: Availability) =>
      hans.live.next(
        'users.availabilityChanged',
        (event) => event.userId === ann.me.id && event.availability === availability,
      );
    const present = (...names: string[]) =>
      ann.live.next(
        'rooms.presenceChanged',
        ({ presence: { users } }) =>
          names.join() ===
          users
            .map(({ name }) => name)
            .sort()
            .join(),
      );
    const parted = (isUnreachable: boolean) =>
      [ann, hans].map(({ live }) =>
        live.next(
          'rooms.reachabilityChanged',
          (event) => event.roomId === roomId && event.isUnreachable === isUnreachable,
        ),
      );
    await seen();

    const gone = [becomes(hans, 'offline'), toHans('offline'), present(), ...parted(true)];
    await hans.client.send('PUT', `/api/me/blocks/${ann.me.id}`, undefined);
    await Promise.all(gone);
    expect(await watch(hans)).toEqual(['offline']);
    expect(await seen()).toEqual({
      present: [],
      members: [
        ['Ann', 'online'],
        ['Hans', 'offline'],
      ],
    });
    const other = await connectUser(nodes.two.url);
    await watchOnline(other);
    expect(await watch(other, hans)).toEqual(['online', 'offline']);
    const events = ann.live.collect('users.availabilityChanged');
    const looksAway = becomes(other, 'away');
    await hans.live.do('me.setAway', { away: true });
    await other.live.do('me.setAway', { away: true });
    await looksAway;
    expect(events.filter(({ userId }) => userId === hans.me.id)).toEqual([]);

    await hans.live.do('me.setAway', { away: false });
    const back = [becomes(hans, 'online'), toHans('online'), present('Ann', 'Hans'), ...parted(false)];
    await hans.client.send('DELETE', `/api/me/blocks/${ann.me.id}`, undefined);
    await Promise.all(back);
    expect((await seen()).members).toEqual([
      ['Ann', 'online'],
      ['Hans', 'online'],
    ]);
  });
});
