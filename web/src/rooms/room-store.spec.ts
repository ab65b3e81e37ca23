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

  it('lists others before me', () => {
    setActivePinia(createPinia());
    const [ann, bo, cleo] = ['ann', 'bo', 'cleo'].map((id) => ({ id, name: id }));
    useSessionStore().me = bo as MeView;
    const store = useRoomStore();
    store.applyPresence({ users: [bo, ann, cleo], visitors: 1 } as PresenceView);
    expect(store.othersFirst.map(({ id }) => id)).toEqual(['ann', 'cleo', 'bo']);
  });
});
