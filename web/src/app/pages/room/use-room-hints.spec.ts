import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { effectScope, reactive } from 'vue';

const session = reactive({ me: { id: 'ana', needsHints: true }, change: () => Promise.resolve() });
jest.unstable_mockModule('../../../generation/index.js', () => ({
  useTakesStore: () => ({ pendingRenders: 0, takes: { list: [] } }),
}));
jest.unstable_mockModule('../../../jam/index.js', () => ({
  useJamStore: () => ({ prompt: 'a fox' }),
  useOwnEdits: () => undefined,
}));
jest.unstable_mockModule('../../../rooms/index.js', () => ({
  useRoomStore: () => ({ mayWrite: true, connectionState: 'live' }),
}));
jest.unstable_mockModule('../../../shared/session/index.js', () => ({ useSessionStore: () => session }));
jest.unstable_mockModule('../../../shared/use-action.js', () => ({ orToast: (run: () => unknown) => run() }));
const { useRoomHints } = await import('./use-room-hints.js');

/** The hints of a room that is opened again, as after a reload. */
const openRoom = () => effectScope().run(useRoomHints)!;

describe('the hints of the first visit', () => {
  const kept = new Map<string, string>();
  beforeEach(() => {
    kept.clear();
    session.me = { id: 'ana', needsHints: true };
    Object.assign(globalThis, {
      localStorage: {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: kept.set.bind(kept),
        removeItem: kept.delete.bind(kept),
      },
    });
  });

  it('[B264] continue after a reload where the user was', () => {
    const first = openRoom();
    expect([first.number.value, first.hint.value]).toEqual([1, 'prompt']);
    first.next();
    first.next();
    const reloaded = openRoom();
    expect([reloaded.number.value, reloaded.hint.value]).toEqual([3, 'steer']);
  });

  it('[B264] start at the first for another user of the browser', () => {
    openRoom().next();
    session.me = { id: 'bo', needsHints: true };
    expect(openRoom().hint.value).toBe('prompt');
  });

  it('[B264] leave nothing in the browser once they are closed', () => {
    const hints = openRoom();
    hints.next();
    hints.close();
    expect([...kept]).toEqual([]);
  });

  it('[B264] start at the first without storage', () => {
    Object.assign(globalThis, { localStorage: undefined });
    const hints = openRoom();
    hints.next();
    expect(hints.hint.value).toBe('render');
    expect(openRoom().hint.value).toBe('prompt');
  });
});
