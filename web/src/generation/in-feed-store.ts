import { LIMITS } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowReactive, watch } from 'vue';
import { call } from '../shared/api/index.js';
import { asRefused } from '../shared/refused.js';
import { useSocket } from '../shared/socket/index.js';
import type { Take } from './takes.js';
import { useTakes } from './takes-store.js';

type PostIds = Readonly<Record<string, string>>;

/** Which pictures of takes are in the feed, as far as somebody asked, and as it moves. */
export const useInFeed = defineStore('in-feed', () => {
  const socket = useSocket();
  const known = shallowReactive(new Map<string, PostIds>());
  socket.on('feed.takeShown', ({ takeId, postId, index }) => {
    const others = Object.entries(known.get(takeId) ?? {}).filter(([, id]) => id !== postId);
    known.set(takeId, Object.fromEntries(index === null ? others : [...others, [String(index), postId]]));
  });

  /** Where it cannot be told, publishing it tells. */
  async function ask(roomId: string, takeIds: readonly string[]): Promise<void> {
    for (let from = 0; from < takeIds.length; from += LIMITS.takesPerPage) {
      const some = takeIds.slice(from, from + LIMITS.takesPerPage);
      try {
        const { takes } = await call('inFeed', { params: { roomId }, query: { takeIds: some.join(',') } });
        const told = new Map(takes.map(({ takeId, postIds }) => [takeId, postIds]));
        for (const id of some) known.set(id, told.get(id) ?? {});
      } catch (error) {
        return void asRefused(error);
      }
    }
  }
  const postOf = (takeId: string, index: number): string | undefined => known.get(takeId)?.[String(index)];
  /** The first picture that is not there yet; undefined where all are. */
  const nextOf = ({ id, pictures }: Take) => pictures.find(({ index }) => postOf(id, index) === undefined);
  return {
    ask,
    postOf,
    nextOf,
    isKnown: (takeId: string): boolean => known.has(takeId),
    /** The post of a take that has nothing more to publish. */
    wholeOf: (take: Take): string | undefined =>
      nextOf(take) === undefined ? postOf(take.id, take.pictures[0]?.index ?? 0) : undefined,
  };
});

/** Asked of the takes of a room that somebody opens or goes back in; those that end before their eyes are not there yet. */
export function useInFeedOf(roomId: string, isLive: () => boolean): void {
  const takes = useTakes();
  const inFeed = useInFeed();
  const finished = () => takes.takes.list.filter(({ status }) => status === 'finished').map(({ id }) => id);
  watch(
    [isLive, () => takes.takes.list.at(-1)?.id],
    ([live], [wasLive]) => {
      if (!live) return;
      void inFeed.ask(roomId, live === wasLive ? finished().filter((id) => !inFeed.isKnown(id)) : finished());
    },
    { immediate: true },
  );
}
