import { describe, expect, it, jest } from '@jest/globals';
import type { MeView, PresenceView, RoomSnapshot } from '@visionary/contract';
import { createPinia, setActivePinia } from 'pinia';
import { shallowRef } from 'vue';

jest.unstable_mockModule('../shared/socket/index.js', () => ({
  useSocket: () => ({ state: shallowRef('up'), send: () => Promise.resolve({}), on: () => () => undefined }),
}));
const { useSessionStore } = await import('../shared/session/index.js');
const { useRoomStore } = await import('./room-store.js');

describe('the open room', () => {
  it('[G106] has the pace of public rooms while it is public, chose none, and several people watch', () => {
    setActivePinia(createPinia());
    const store = useRoomStore();
    store.enter();
    expect(store.defaultPace).toBe(0);
    const room = { id: 'a', visibility: 'private' };
    store.applySnapshot({
      room,
      presence: { users: [], visitors: 0 },
      role: 'owner',
      publicPace: 8,
    } as unknown as RoomSnapshot);
    expect(store.defaultPace).toBe(0);
    store.applyChanged({ visibility: 'public' });
    expect(store.defaultPace).toBe(0);
    store.applyPresence({ users: [], visitors: 2 });
    expect(store.defaultPace).toBe(8);
    store.applyChanged({ visibility: 'private' });
    expect(store.defaultPace).toBe(0);
  });

  it('lets everyone invite to a public room, and only those who may write to a private one', () => {
    setActivePinia(createPinia());
    useSessionStore().me = { id: 'ann' } as MeView;
    const store = useRoomStore();
    const open = (visibility: string, role: string, archivedAt?: number) => {
      const room = { id: 'a', visibility, ...(archivedAt !== undefined && { archivedAt }) };
      store.applySnapshot({ room, presence: { users: [], visitors: 0 }, role } as unknown as RoomSnapshot);
      return store.mayInvite;
    };
    expect([open('public', 'viewer'), open('private', 'editor'), open('private', 'editor', 1)]).toEqual([
      true,
      true,
      true,
    ]);
    expect([open('private', 'viewer'), open('private', 'viewer', 1)]).toEqual([false, false]);
  });

  it('counts visitors apart, and a visitor whose presence is hidden', () => {
    setActivePinia(createPinia());
    const store = useRoomStore();
    expect([store.presentCount, store.visitorCount]).toEqual([1, 1]);
    store.applyPresence({ users: [{ id: 'ann', name: 'Ann' }], visitors: 2 });
    expect([store.presentCount, store.visitorCount]).toEqual([3, 2]);
  });

  it('lists others before me', () => {
    setActivePinia(createPinia());
    const [ann, bo, cleo] = ['ann', 'bo', 'cleo'].map((id) => ({ id, name: id }));
    useSessionStore().me = bo as MeView;
    const store = useRoomStore();
    store.applyPresence({ users: [bo, ann, cleo], visitors: 1 } as PresenceView);
    expect(store.othersFirst.map(({ id }) => id)).toEqual(['ann', 'cleo', 'bo']);
  });
});
