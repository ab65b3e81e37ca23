import type { PostDetail } from '@visionary/contract';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { isModerationNotification } from '../../safety/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { usePostsStore } from '../posts/posts-store.js';

/** Runs when a hidden post may be visible again. Its author gets a moderation notification even if the post was hidden before. */
function onRestored(postId: string, reload: () => void): void {
  const socket = useSocket();
  socket.on('feed.published', ({ post: { id } }) => id === postId && reload());
  socket.on(
    'me.notificationReceived',
    ({ notification }) => notification && isModerationNotification(notification) && reload(),
  );
}

/** One post, live while its page is open. Reloaded after a reconnect. */
export function usePost(postId: string) {
  const socket = useSocket();
  const session = useSessionStore();
  const posts = usePostsStore();
  const detail = shallowRef<PostDetail | null>(null);
  const rejection = shallowRef<Rejection | null>(null);
  let turn = 0;

  /** Loads the post; of overlapping requests the last one counts. The known state stays after an error. */
  async function load(): Promise<void> {
    const current = ++turn;
    try {
      const reply = await call('post', { params: { postId } });
      if (current !== turn) return;
      posts.put({ posts: [reply.post], myReactions: { [postId]: reply.viewerState?.reactions ?? [] } });
      detail.value = reply;
      rejection.value = null;
    } catch (error) {
      if (current === turn) rejection.value = toRejection(error);
    }
  }
  /** Subscribes to the post and counts a view. */
  async function open(): Promise<void> {
    try {
      posts.count(postId, (await socket.send('feed.openPost', { postId })).counts);
    } catch (error) {
      // Subscribes again on the next connection. `load` reports whether the post exists.
      toRejection(error);
    }
  }
  async function start(): Promise<void> {
    await load();
    if (detail.value && socket.state.value === 'up') await open();
  }

  watch([() => session.me?.id, socket.state], ([me, now], [before]) => {
    if (now === 'up' || me !== before) void start();
  });
  void start();
  onRestored(postId, () => (posts.isDeleted(postId) || rejection.value !== null) && void start());
  onScopeDispose(() => {
    turn += 1;
    if (socket.state.value === 'up') void socket.send('feed.closePost', { postId }).catch(toRejection);
  });

  const post = computed(() => posts.get(postId) ?? detail.value?.post ?? null);
  /** The owner's rights apply as soon as they are known; visitors have none. */
  const viewerState = computed(() => (session.signedIn ? (detail.value?.viewerState ?? null) : null));
  function inCollection(collectionId: string, is: boolean): void {
    const known = detail.value;
    if (!known?.viewerState) return;
    const others = known.viewerState.collectionIds.filter((id) => id !== collectionId);
    const collectionIds = is ? [...others, collectionId] : others;
    detail.value = { ...known, viewerState: { ...known.viewerState, collectionIds } };
  }
  return {
    post,
    detail,
    viewerState,
    rejection,
    isDeleted: computed(() => posts.isDeleted(postId)),
    load,
    inCollection,
  };
}
