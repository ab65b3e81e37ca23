import type { ReviewView } from '@visionary/contract';
import { shallowRef, watch } from 'vue';
import { makeReactions } from '../../feed/reactions.js';
import { tellOfStars } from '../../safety/checks/stars-told.js';
import { call } from '../../shared/api/index.js';
import { pagedList } from '../../shared/lists/paged-list.js';
import { useSession } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';

type Reviews = ReturnType<typeof pagedList<ReviewView>>;

const NONE: readonly number[] = [0, 0, 0, 0, 0];

async function told(words: string, saying: Promise<{ readonly review: ReviewView }>): Promise<ReviewView> {
  const { review } = await saying;
  tellOfStars(words, review.words);
  return review;
}

/** Said anew it stands in front, said otherwise where it stood. */
function place(list: Reviews, personId: string, review: ReviewView | null): void {
  if ((review && list.put(review)) || !list.items.value) return;
  const others = list.items.value.filter(({ author }) => author.id !== personId);
  list.items.value = review ? [review, ...others] : others;
}

/** What people think of one model, the newest first, while its page is open: page by page, and live. */
export function useReviews(modelId: string) {
  const socket = useSocket();
  const session = useSession();
  const spread = shallowRef(NONE);
  /** What I said or took back since, on any of my pages. */
  const mine = shallowRef<ReviewView | null>();
  const list = pagedList<ReviewView>(
    async (cursor) => {
      const page = await call('hubReviews', { params: { modelId }, query: cursor ? { cursor } : {} });
      spread.value = page.spread;
      for (const { id } of page.reviews) reactions.told(id, page.mine[id] ?? []);
      return { items: page.reviews, nextCursor: page.nextCursor };
    },
    ({ id }) => id,
  );
  const reactions = makeReactions(async (id, emoji, on, told) => {
    count(id, (await socket.send('hub.reactToSaid', { id, emoji, on })).reactions);
    return [...told.filter((one) => one !== emoji), ...(on ? [emoji] : [])];
  });

  function count(id: string, given: ReviewView['reactions']): void {
    const known = list.items.value?.find((one) => one.id === id);
    if (known) list.put({ ...known, reactions: given });
  }
  function hear(personId: string, review: ReviewView | null): void {
    if (personId === session.me?.id) mine.value = review;
    place(list, personId, review);
  }
  async function say(stars: number, words: string): Promise<void> {
    hear(session.me?.id ?? '', await told(words, socket.send('hub.review', { modelId, stars, words })));
  }
  async function takeBack(): Promise<void> {
    await socket.send('hub.removeReview', { modelId });
    hear(session.me?.id ?? '', null);
  }

  socket.on('hub.reviewed', (news) => {
    if (news.modelId !== modelId) return;
    spread.value = news.spread;
    hear(news.personId, news.review);
  });
  socket.on('hub.saidCounted', (news) => news.modelId === modelId && count(news.id, news.reactions));
  watch([() => session.me?.id, socket.state], ([me, now], [before]) => {
    if (me !== before) mine.value = undefined;
    if (now === 'up' || me !== before) void list.load();
  });
  void list.load();

  return {
    ...{ list, spread, mine, say, takeBack, react: reactions.react, mineOf: reactions.mineOf },
    countOf: ({ id, reactions: given }: ReviewView, emoji: string): number =>
      reactions.countOf(id, { reactions: given }, emoji),
  };
}
export type ModelReviews = ReturnType<typeof useReviews>;
