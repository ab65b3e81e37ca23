import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick, shallowRef } from 'vue';

const send = jest.fn((command: string) => Promise.resolve(command === 'feed.subscribe' ? { newPostCount: 0 } : {}));
jest.unstable_mockModule('../../shared/socket/index.js', () => ({
  useSocket: () => ({ state: shallowRef('up'), send, on: () => () => undefined }),
}));
const { useFeedStore } = await import('./feed-store.js');

/** Lets pending replies and watchers run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) {
    await nextTick();
    await new Promise(setImmediate);
  }
}

describe('the feed being viewed', () => {
  const fetched = jest.spyOn(globalThis, 'fetch');
  afterEach(() => fetched.mockRestore());

  it('[W36] an empty feed is requested again once after each connection, and not by its own reply', async () => {
    setActivePinia(createPinia());
    const empty = () => Promise.resolve(Response.json({ posts: [], nextCursor: null, myReactions: {} }));
    // A loop of replies would never end.
    fetched.mockImplementation(() => (fetched.mock.calls.length < 9 ? empty() : new Promise(() => undefined)));
    await useFeedStore().enter({ tab: 'new', filters: {} });
    await settle();
    expect(fetched.mock.calls.map(([path]) => path)).toEqual(['/api/posts?tab=new', '/api/posts?tab=new']);
    expect(send.mock.calls.map(([command]) => command)).toEqual(['feed.subscribe']);
  });
});
