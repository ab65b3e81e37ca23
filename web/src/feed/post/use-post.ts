import { computed, onScopeDispose } from 'vue';
import { call } from '../../shared/api/index.js';
import { isModerationNotification } from '../../safety/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { usePostsStore } from '../posts/posts-store.js';
import { useQuery } from '../../shared/query/index.js';

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
  const {
    data: detail,
    rejection,
    loading,
    load,
  } = useQuery(() => call('post', { params: { postId } }), {
    live: true,
    onReply: ({ post, viewerState }) =>
      posts.add({ posts: [post], myReactions: { [postId]: viewerState?.reactions ?? [] } }),
  });
  /** Subscribes to the post and counts a view. `load` reports whether the post exists. */
  const subscription = useQuery(() => socket.send('feed.openPost', { postId }), {
    on: () => detail.value !== null,
    when: () => detail.value !== null && socket.state.value === 'up',
    live: true,
    onReply: ({ counts }) => posts.setCounts(postId, counts),
  });
  onRestored(postId, () => {
    if (!posts.isDeleted(postId) && rejection.value === null && !loading.value) return;
    void load();
    void subscription.load();
  });
  onScopeDispose(() => {
    if (socket.state.value === 'up') void socket.send('feed.closePost', { postId }).catch(toRejection);
  });

  const post = computed(() => posts.get(postId) ?? detail.value?.post ?? null);
  /** The owner's rights apply as soon as they are known; visitors have none. */
  const viewerState = computed(() => (session.signedIn ? (detail.value?.viewerState ?? null) : null));
  function setInCollection(collectionId: string, is: boolean): void {
    const current = detail.value;
    if (!current?.viewerState) return;
    const others = current.viewerState.collectionIds.filter((id) => id !== collectionId);
    const collectionIds = is ? [...others, collectionId] : others;
    detail.value = { ...current, viewerState: { ...current.viewerState, collectionIds } };
  }
  return {
    post,
    detail,
    viewerState,
    rejection,
    isDeleted: computed(() => posts.isDeleted(postId)),
    load,
    setInCollection,
  };
}
