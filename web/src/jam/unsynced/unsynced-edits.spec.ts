import { afterEach, describe, expect, it, jest } from '@jest/globals';
import * as Y from 'yjs';
import { SharedDocument } from '../document/shared-document.js';
import { UnsyncedEdits, type UnsyncedUpdate } from './unsynced-edits.js';

const WEEK_MS = 7 * 24 * 3_600_000;

/** One browser and its server, while online. */
function aBrowser() {
  const doc = new Y.Doc();
  const stored = new Map<string, UnsyncedUpdate>();
  const state = { isUp: true, rejects: false, now: 1, puts: 0, got: 0 };
  let keys = 0;
  /** A page in the room, opened by a user. */
  async function open(userId = 'ana', roomId = 'r') {
    const keeper = new UnsyncedEdits({
      roomId,
      key: `k${(keys += 1)}`,
      now: () => state.now,
      storage: {
        all: async () => [...stored],
        put: async (key, unsynced) => {
          state.puts += 1;
          stored.set(key, unsynced);
        },
        remove: async (key) => void stored.delete(key),
      },
    });
    const page: SharedDocument = new SharedDocument({
      sendUpdate: async (update) => {
        if (!state.isUp || state.rejects) throw new Error('no');
        state.got += 1;
        Y.applyUpdate(doc, update);
      },
      sendAwareness: () => undefined,
      onError: () => {
        if (state.rejects) keeper.reject();
        return !state.rejects;
      },
      onUnconfirmed: (updates) => keeper.setUnconfirmed(updates),
    });
    opened.push(page);
    if (state.isUp) page.sync(Y.encodeStateAsUpdate(doc));
    const brought = await keeper.restore(userId, (update) => {
      page.restore(update);
      return true;
    });
    return { page, keeper, brought };
  }
  return { doc, stored, state, open, text: () => doc.getText('prompt').toString() };
}

let opened: SharedDocument[] = [];
afterEach(() => {
  for (const page of opened) page.destroy();
  opened = [];
  jest.useRealTimers();
});
const pass = (ms = 2_000) => jest.advanceTimersByTimeAsync(ms);

describe('[W13] document edits that the server does not have', () => {
  it('are stored across a reload, sent by the next page, and then deleted', async () => {
    jest.useFakeTimers();
    const { stored, state, open, text } = aBrowser();
    const { page } = await open();
    page.prompt.insert(0, 'a fox');
    await pass();
    expect([text(), state.puts]).toEqual(['a fox', 0]);
    state.isUp = false;
    page.onDisconnect();
    page.prompt.insert(5, ' in snow');
    page.prompt.delete(0, 2);
    await pass();
    expect(stored.size).toBe(1);
    state.isUp = true;
    const next = await open();
    expect(next.brought).toBe(true);
    await pass();
    expect([text(), next.page.prompt.toString(), stored.size]).toEqual(['fox in snow', 'fox in snow', 0]);
  });

  it('are applied once if they had arrived, or if two pages left them', async () => {
    jest.useFakeTimers();
    const { doc, stored, state, open, text } = aBrowser();
    const pages = [await open(), await open()];
    state.isUp = false;
    for (const { page } of pages) page.onDisconnect();
    for (const [i, { page, keeper }] of pages.entries()) {
      page.prompt.insert(0, `word ${i} `);
      await keeper.save();
    }
    expect(stored.size).toBe(2);
    for (const { update } of stored.values()) Y.applyUpdate(doc, update);
    const before = text();
    state.isUp = true;
    expect((await open()).brought).toBe(false);
    await pass();
    expect([text(), state.got, stored.size]).toEqual([before, 0, 0]);
  });

  it('are never applied by another user, in another room, or when they are too old', async () => {
    jest.useFakeTimers();
    const { stored, state, open, text } = aBrowser();
    state.isUp = false;
    const { page, keeper } = await open();
    page.prompt.insert(0, 'mine');
    await keeper.save();
    state.isUp = true;
    expect([(await open('bo')).brought, (await open('ana', 'other')).brought, stored.size]).toEqual([false, false, 1]);
    state.now += WEEK_MS + 1;
    expect([(await open()).brought, stored.size, text()]).toEqual([false, 0, '']);
  });

  it('are deleted when the server rejects them', async () => {
    jest.useFakeTimers();
    const { stored, state, open, text } = aBrowser();
    state.isUp = false;
    const { page, keeper } = await open();
    page.prompt.insert(0, 'too much');
    await keeper.save();
    [state.isUp, state.rejects] = [true, true];
    await open();
    await pass();
    expect([text(), stored.size]).toEqual(['', 0]);
  });
});
