import type { PostView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowReactive, watch } from 'vue';
import { isCoveredFor, useSession } from '../shared/session/index.js';
import { useSocket } from '../shared/socket/index.js';
import { makePostShelf } from './post-shelf.js';
import { makeReactions } from './reactions.js';

/** So many are kept; of the others a list remembers only where they stand, and fetches them again. */
const KEPT = 1_500;

interface Told {
  readonly posts: readonly PostView[];
  /** What I gave to each. */
  readonly mine: Readonly<Record<string, readonly string[]>>;
}

/** Every picture this page has heard of lately, once, as it is now: the lists of all screens name them by id. */
export const usePosts = defineStore('posts', () => {
  const socket = useSocket();
  const session = useSession();
  const shelf = makePostShelf(KEPT, (id) => reactions.forget(id));
  const reactions = makeReactions(async (postId, emoji, on) => {
    const { counts, mine } = await socket.send('feed.react', { postId, emoji, on });
    shelf.count(postId, counts);
    return mine;
  });
  /** Covered ones that I wanted to see. */
  const uncovered = shallowReactive(new Set<string>());

  function note({ posts, mine }: Told): void {
    for (const post of posts) {
      shelf.put(post);
      reactions.told(post.id, mine[post.id] ?? []);
    }
  }

  socket.on('feed.counted', ({ posts }) => posts.forEach(({ postId, counts }) => shelf.count(postId, counts)));
  socket.on('feed.changed', ({ post }) => shelf.change(post));
  socket.on('feed.removed', ({ postId }) => shelf.remove(postId));
  watch(socket.state, (now) => now !== 'up' && shelf.doubtAll());
  // What I gave and may see is another's no more.
  watch(() => session.me?.id, shelf.forgetAll);

  const { get, isGone, lacks, touch, change, count, remove, doubtAll } = shelf;
  return {
    ...{ note, get, isGone, lacks, touch, change, count, remove, doubtAll },
    isCovered: ({ id, maturity, author }: Pick<PostView, 'id' | 'maturity' | 'author'>): boolean =>
      isCoveredFor(session.sight, maturity, uncovered.has(id) || author.id === session.me?.id),
    uncover: (id: string): void => void uncovered.add(id),
    /** What I gave, as it shows. */
    mineOf: reactions.mineOf,
    countOf: (post: PostView, emoji: string): number => reactions.countOf(post.id, post.counts, emoji),
    react: reactions.react,
  };
});
