import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import { useFollowsStore } from '../../accounts/me/follows-store.js';
import { useMeStore } from '../../accounts/me/me-store.js';
import { toRejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import type { FeedView } from './feed-query.js';
import { matchesFeed } from './matches-feed.js';
import type { FeedPaginator } from './use-feed-paginator.js';
import { usePostsStore } from '../posts/posts-store.js';
import { useFeedCache } from './feed-cache.js';

/** The feed while somebody looks at it. */
export const useFeedStore = defineStore('feed', () => {
  const socket = useSocket();
  const session = useSessionStore();
  const [follows, me] = [useFollowsStore(), useMeStore()];
  const runs = useFeedCache();
  const run = shallowRef<FeedPaginator | null>(null);

  /** Whom a visitor follows nobody knows. */
  const requiresSignIn = ({ tab }: FeedView): boolean => tab === 'following' && !session.signedIn;

  /** Looks at a view: as it was left, or from its newest on. */
  async function enter(view: FeedView): Promise<void> {
    const mine = (run.value = runs.of(view));
    if (!mine.list.value && !requiresSignIn(view)) await mine.load();
    if (run.value === mine) await watchIt(mine);
  }
  /** Once more, where the first page did not come. */
  async function reload(): Promise<void> {
    if (run.value) await enter(run.value.view);
  }
  /** From now on news come; how many came before is said at once. */
  async function watchIt(mine: FeedPaginator): Promise<void> {
    if (socket.state.value === 'down' || !mine.list.value) return;
    try {
      await mine.newCount((await socket.send('feed.subscribe', { ...mine.view, ...mine.newest() })).newPostCount);
    } catch (error) {
      // Said again with the next connection.
      toRejection(error);
    }
  }
  function keep(): void {
    if (run.value) runs.keep(run.value);
  }
  function leave(): void {
    keep();
    run.value = null;
    // Nobody tells what moves while nobody looks.
    usePostsStore().markAllStale();
    if (socket.state.value === 'up') void socket.send('feed.unsubscribe', {}).catch(toRejection);
  }

  socket.on('feed.published', (published) => {
    const reader = { followed: follows.ids, blocked: me.blockedIds };
    if (run.value && matchesFeed(published, run.value.view, reader)) run.value.hear(published.post);
  });
  watch(socket.state, (now) => {
    if (now === 'up' && run.value) void watchIt(run.value);
  });
  watch([() => session.viewerKey], () => (runs.forget(), void reload()));
  watch([() => follows.changes], () => (runs.forgetTab('following', run.value), void run.value?.fill()));

  return { run, requiresSignIn, enter, reload, leave, save: keep };
});
