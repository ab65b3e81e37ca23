import type { ReviewView } from '@visionary/contract';
import { shallowRef, watch } from 'vue';
import { useOptimisticReactions } from '../../comments/index.js';
import { notifyMasked } from '../../safety/index.js';
import { call } from '../../shared/api/index.js';
import { usePages } from '../../shared/query/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';

const NONE: readonly number[] = [0, 0, 0, 0, 0];

async function withNotice(text: string, saving: Promise<{ readonly review: ReviewView }>): Promise<ReviewView> {
  const { review } = await saving;
  notifyMasked(text, review.text);
  return review;
}

/** Reviews of a model, newest first, page by page and live while its page is open. */
export function useReviews(modelId: string) {
  const socket = useSocket();
  const session = useSessionStore();
  const spread = shallowRef(NONE);
  /** My review as changed in any tab since. */
  const myReview = shallowRef<ReviewView | null>();
  const list = usePages(
    (after) => call('hubReviews', { params: { modelId }, query: after }),
    (page) => page.reviews,
    ({ id }: ReviewView) => id,
    {
      live: true,
      onReply({ starHistogram, reviews, myReactions }) {
        spread.value = starHistogram;
        for (const { id } of reviews) reactions.confirmed(id, myReactions[id] ?? []);
      },
    },
  );
  const reactions = useOptimisticReactions(async (id, emoji, on) => {
    const reply = await socket.send('comments.react', { subject: { kind: 'review', id }, emoji, on });
    setReactions(id, reply.reactions);
    return reply.myReactions;
  });

  function setReactions(id: string, value: ReviewView['reactions']): void {
    const review = list.items.value?.find((one) => one.id === id);
    if (review) list.replace({ ...review, reactions: value });
  }
  function receive(userId: string, review: ReviewView | null): void {
    if (userId === session.me?.id) myReview.value = review;
    // A new review goes first; an edited one keeps its place.
    if ((review && list.replace(review)) || !list.items.value) return;
    const others = list.items.value.filter(({ author }) => author.id !== userId);
    list.items.value = review ? [review, ...others] : others;
  }
  async function post(stars: number, text: string): Promise<void> {
    receive(session.me?.id ?? '', await withNotice(text, socket.send('hub.setReview', { modelId, stars, text })));
  }
  async function deleteReview(): Promise<void> {
    await socket.send('hub.deleteReview', { modelId });
    receive(session.me?.id ?? '', null);
  }

  socket.on('hub.reviewChanged', (change) => {
    if (change.modelId !== modelId) return;
    spread.value = change.spread;
    receive(change.userId, change.review);
  });
  socket.on('comments.reactionsChanged', ({ subject: { id }, reactions: value }) => setReactions(id, value));
  watch(
    () => session.me?.id,
    () => (myReview.value = undefined),
  );

  return {
    list,
    spread,
    myReview,
    post,
    deleteReview,
    react: reactions.react,
    reactionsOf: (review: ReviewView) => reactions.listOf(review.id, review),
  };
}
export type ModelReviews = ReturnType<typeof useReviews>;
