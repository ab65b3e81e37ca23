import type { PostCounts, PostView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowReactive, watch } from 'vue';
import { shouldBlur, useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { useOptimisticReactions } from '../../comments/index.js';

/** Size of the cache. Lists keep only the ids of other posts and fetch them again. */
const MAX_CACHED = 1_500;

interface PostsReply {
  readonly posts: readonly PostView[];
  /** My reactions to each post. */
  readonly myReactions: Readonly<Record<string, readonly string[]>>;
}

/** Cache of recent posts. All lists refer to posts by id. */
export const usePostsStore = defineStore('posts', () => {
  const socket = useSocket();
  const session = useSessionStore();
  const postsById = shallowReactive(new Map<string, PostView>());
  /** Deleted from the feed while open. */
  const deleted = shallowReactive(new Set<string>());
  /** Loaded before the connection was lost, so possibly stale. */
  const stale = new Set<string>();
  /** Least recently viewed first. */
  const order = new Set<string>();
  /** Blurred posts that I revealed. */
  const revealed = shallowReactive(new Set<string>());
  const reactions = useOptimisticReactions(async (postId, emoji, on) => {
    const reply = await socket.send('comments.react', { subject: { kind: 'post', id: postId }, emoji, on });
    const post = postsById.get(postId);
    if (post) setCounts(postId, { ...post.counts, reactions: reply.reactions });
    return reply.myReactions;
  });

  function touch(id: string): void {
    order.delete(id);
    order.add(id);
  }
  function add({ posts, myReactions }: PostsReply): void {
    for (const post of posts) {
      postsById.set(post.id, post);
      deleted.delete(post.id);
      stale.delete(post.id);
      touch(post.id);
      reactions.confirmed(post.id, myReactions[post.id] ?? []);
    }
    for (const id of [...order].slice(0, -MAX_CACHED)) forget(id);
  }
  function forget(id: string): void {
    for (const collection of [order, postsById, stale]) collection.delete(id);
    reactions.remove(id);
  }
  function remove(id: string): void {
    deleted.add(id);
    forget(id);
  }
  function setCounts(id: string, counts: PostCounts): void {
    const post = postsById.get(id);
    if (post) postsById.set(id, { ...post, counts });
  }
  function change(post: PostView): void {
    if (postsById.has(post.id)) postsById.set(post.id, post);
  }
  const markAllStale = (): void => postsById.forEach((_, id) => stale.add(id));

  socket.on('feed.countsChanged', ({ posts }) => posts.forEach(({ postId, counts }) => setCounts(postId, counts)));
  socket.on('feed.postUpdated', ({ post }) => change(post));
  socket.on('feed.postDeleted', ({ postId }) => remove(postId));
  watch(socket.state, (now) => now !== 'up' && markAllStale());
  // Reactions and revealed posts belong to one user, so they are cleared.
  watch(
    () => session.me?.id,
    () => [...postsById.keys()].forEach(forget),
  );

  return {
    add,
    get: (id: string): PostView | undefined => postsById.get(id),
    isDeleted: (id: string): boolean => deleted.has(id),
    /** Whether it must be loaded (again) to show its current state. */
    needsFetch: (id: string): boolean => !deleted.has(id) && (!postsById.has(id) || stale.has(id)),
    touch,
    change,
    setCounts,
    remove,
    markAllStale,
    isBlurred: ({ id, contentRating, author }: Pick<PostView, 'id' | 'contentRating' | 'author'>): boolean =>
      shouldBlur(session.preference, contentRating, revealed.has(id) || author.id === session.me?.id),
    reveal: (id: string): void => void revealed.add(id),
    /** My reactions, including unconfirmed ones. */
    myReactionsTo: reactions.myReactionsTo,
    countOf: (post: PostView, emoji: string): number => reactions.countOf(post.id, post.counts, emoji),
    reactionsOf: (post: PostView) => reactions.listOf(post.id, post.counts),
    react: reactions.react,
  };
});
