import type { PostView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowReactive, watch } from 'vue';
import { shouldBlur, useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { createPostCache } from './post-cache.js';
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
  const cache = createPostCache(MAX_CACHED, (id) => reactions.remove(id));
  const reactions = useOptimisticReactions(async (postId, emoji, on) => {
    const { counts, myReactions } = await socket.send('feed.reactToPost', { postId, emoji, on });
    cache.count(postId, counts);
    return myReactions;
  });
  /** Blurred posts that I revealed. */
  const uncovered = shallowReactive(new Set<string>());

  function put({ posts, myReactions }: PostsReply): void {
    for (const post of posts) {
      cache.put(post);
      reactions.confirmed(post.id, myReactions[post.id] ?? []);
    }
  }

  socket.on('feed.countsChanged', ({ posts }) => posts.forEach(({ postId, counts }) => cache.count(postId, counts)));
  socket.on('feed.postUpdated', ({ post }) => cache.change(post));
  socket.on('feed.postDeleted', ({ postId }) => cache.remove(postId));
  watch(socket.state, (now) => now !== 'up' && cache.doubtAll());
  // Reactions and revealed posts belong to one user, so they are cleared.
  watch(() => session.me?.id, cache.clear);

  const { get, isDeleted, lacks: needsFetch, touch, change, count, remove, doubtAll: markAllStale } = cache;
  return {
    ...{ put, get, isDeleted, needsFetch, touch, change, count, remove, markAllStale },
    isBlurred: ({ id, contentRating, author }: Pick<PostView, 'id' | 'contentRating' | 'author'>): boolean =>
      shouldBlur(session.preference, contentRating, uncovered.has(id) || author.id === session.me?.id),
    reveal: (id: string): void => void uncovered.add(id),
    /** My reactions, including unconfirmed ones. */
    mineOf: reactions.mineOf,
    countOf: (post: PostView, emoji: string): number => reactions.countOf(post.id, post.counts, emoji),
    react: reactions.react,
  };
});
