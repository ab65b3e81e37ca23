import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { useFollowsStore, useMeStore } from '../../accounts/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { feedViewKey, type FeedView } from './feed-query.js';
import { matchesFeed } from './matches-feed.js';
import { createFeedPaginator, type FeedPaginator } from './feed-paginator.js';
import { clearFeeds, loadFeed, saveFeed } from './feed-session-storage.js';
import { createRecent } from '../../shared/query/index.js';
import { usePostsStore } from '../posts/posts-store.js';

/** The feed being viewed. */
export const useFeedStore = defineStore('feed', () => {
  const socket = useSocket();
  const session = useSessionStore();
  const [follows, me] = [useFollowsStore(), useMeStore()];
  /** Tabs whose scroll position is kept. */
  const recent = createRecent<FeedPaginator>(4);
  const paginator = shallowRef<FeedPaginator | null>(null);

  /** Nothing is published on the whole instance, as far as this user may see. */
  const isInstanceEmpty = computed(() => {
    const { items, view } = paginator.value ?? {};
    return items?.value?.length === 0 && view?.tab !== 'following' && Object.keys(view?.filters ?? {}).length === 0;
  });

  /** Visitors follow no one. */
  const requiresSignIn = ({ tab }: FeedView): boolean => tab === 'following' && !session.signedIn;

  /** Opens a view: from the cache, or from the newest post. */
  async function enter(view: FeedView): Promise<void> {
    const key = feedViewKey(view);
    const feed = recent.get(key) ?? createFeedPaginator(view, loadFeed(session.viewerKey, key));
    const current = (paginator.value = recent.put(key, feed));
    if (!current.items.value && !requiresSignIn(view)) await current.load();
  }
  /** Subscribes to new posts and receives how many there already are. */
  async function subscribe(): Promise<void> {
    const current = paginator.value;
    if (socket.state.value === 'down' || !current?.items.value) return;
    try {
      await current.newCount(
        (await socket.send('feed.subscribe', { ...current.view, ...current.newest() })).newPostCount,
      );
    } catch (error) {
      // Subscribes again after a reconnect.
      toRejection(error);
    }
  }
  /** Survives a reload of the page. */
  function save(): void {
    if (!paginator.value?.items.value) return;
    const { view, items, next, position } = paginator.value;
    const saved = { items: items.value ?? [], next: next.value, position: position.value };
    saveFeed(session.viewerKey, feedViewKey(view), saved);
  }
  /** Forgets the other lists of a tab, or of all tabs. */
  function forget(tab?: FeedView['tab']): void {
    recent.remove((one) => tab === undefined || (one.view.tab === tab && one !== paginator.value));
    clearFeeds(tab === undefined ? '' : `.${tab}&`);
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
  // Of several sources, a shallow ref itself would count every reply as a change, and each subscription loads an empty list.
  watch(
    [() => paginator.value, () => paginator.value?.items.value === null, () => socket.state.value],
    () => void subscribe(),
  );
  watch([() => session.viewerKey], () => {
    forget();
    if (paginator.value) void enter(paginator.value.view);
  });
  watch([() => follows.changes], () => {
    forget('following');
    void paginator.value?.loadIfEmpty();
  });

  return { paginator, isInstanceEmpty, requiresSignIn, enter, leave, save };
});
