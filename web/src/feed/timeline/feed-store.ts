import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import { useFollowsStore, useMeStore } from '../../accounts/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import type { FeedView } from './feed-query.js';
import { matchesFeed } from './matches-feed.js';
import type { FeedPaginator } from './use-feed-paginator.js';
import { usePostsStore } from '../posts/posts-store.js';
import { useFeedCache } from './feed-cache.js';

/** The feed being viewed. */
export const useFeedStore = defineStore('feed', () => {
  const socket = useSocket();
  const session = useSessionStore();
  const [follows, me] = [useFollowsStore(), useMeStore()];
  const cache = useFeedCache();
  const paginator = shallowRef<FeedPaginator | null>(null);

  /** Visitors follow no one. */
  const requiresSignIn = ({ tab }: FeedView): boolean => tab === 'following' && !session.signedIn;

  /** Opens a view: from the cache, or from the newest post. */
  async function enter(view: FeedView): Promise<void> {
    const mine = (paginator.value = cache.of(view));
    if (!mine.list.value && !requiresSignIn(view)) await mine.load();
    if (paginator.value === mine) await watchIt(mine);
  }
  /** Retries the first page after an error. */
  async function reload(): Promise<void> {
    if (paginator.value) await enter(paginator.value.view);
  }
  /** Subscribes to new posts and receives how many there already are. */
  async function watchIt(mine: FeedPaginator): Promise<void> {
    if (socket.state.value === 'down' || !mine.list.value) return;
    try {
      await mine.newCount((await socket.send('feed.subscribe', { ...mine.view, ...mine.newest() })).newPostCount);
    } catch (error) {
      // Subscribes again after a reconnect.
      toRejection(error);
    }
  }
  function save(): void {
    if (paginator.value) cache.save(paginator.value);
  }
  function leave(): void {
    save();
    paginator.value = null;
    // Without a subscription, cached posts go stale.
    usePostsStore().markAllStale();
    if (socket.state.value === 'up') void socket.send('feed.unsubscribe', {}).catch(toRejection);
  }

  socket.on('feed.published', (published) => {
    const reader = { followed: follows.ids, blocked: me.blockedIds };
    if (paginator.value && matchesFeed(published, paginator.value.view, reader)) {
      paginator.value.receive(published.post);
    }
  });
  watch(socket.state, (now) => {
    if (now === 'up' && paginator.value) void watchIt(paginator.value);
  });
  watch([() => session.viewerKey], () => (cache.clear(), void reload()));
  watch(
    [() => follows.changes],
    () => (cache.clearTab('following', paginator.value), void paginator.value?.loadIfEmpty()),
  );

  return { paginator, requiresSignIn, enter, reload, leave, save };
});
