import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import { useFollows } from '../me/follows.store.js';
import { useMe } from '../me/me.store.js';
import { asRefused } from '../shared/refused.js';
import { useSession } from '../shared/session/index.js';
import { useSocket } from '../shared/socket/index.js';
import type { FeedView } from './feed-address.js';
import { belongs } from './feed-member.js';
import type { FeedRun } from './feed-run.js';
import { usePosts } from './posts.store.js';
import { makeRuns } from './runs.js';

/** The feed while somebody looks at it. */
export const useFeed = defineStore('feed', () => {
  const socket = useSocket();
  const session = useSession();
  const [follows, me] = [useFollows(), useMe()];
  const runs = makeRuns();
  const run = shallowRef<FeedRun | null>(null);

  /** Whom a visitor follows nobody knows. */
  const isClosed = ({ tab }: FeedView): boolean => tab === 'following' && !session.signedIn;

  /** Looks at a view: as it was left, or from its newest on. */
  async function enter(view: FeedView): Promise<void> {
    const mine = (run.value = runs.of(view));
    if (!mine.list.value && !isClosed(view)) await mine.load();
    if (run.value === mine) await watchIt(mine);
  }
  /** Once more, where the first page did not come. */
  async function again(): Promise<void> {
    if (run.value) await enter(run.value.view);
  }
  /** From now on news come; how many came before is said at once. */
  async function watchIt(mine: FeedRun): Promise<void> {
    if (socket.state.value === 'down' || !mine.list.value) return;
    try {
      await mine.told((await socket.send('feed.watch', { ...mine.view, ...mine.newest() })).newer);
    } catch (error) {
      // Said again with the next connection.
      asRefused(error);
    }
  }
  function keep(): void {
    if (run.value) runs.keep(run.value);
  }
  function leave(): void {
    keep();
    run.value = null;
    // Nobody tells what moves while nobody looks.
    usePosts().doubtAll();
    if (socket.state.value === 'up') void socket.send('feed.leave', {}).catch(asRefused);
  }

  socket.on('feed.published', (published) => {
    const reader = { followed: follows.ids, blocked: me.blockedIds };
    if (run.value && belongs(published, run.value.view, reader)) run.value.hear(published.post);
  });
  watch(socket.state, (now) => {
    if (now === 'up' && run.value) void watchIt(run.value);
  });
  watch([() => session.seer], () => (runs.forget(), void again()));
  watch([() => follows.changes], () => (runs.forgetTab('following', run.value), void run.value?.fill()));

  return { run, isClosed, enter, again, leave, keep };
});
