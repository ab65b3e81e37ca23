import { LIMITS } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowReactive, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { useSocket } from '../../shared/socket/index.js';
import type { Take } from './takes.js';
import { useTakesStore } from './takes-store.js';

type PostIds = Readonly<Record<string, string>>;

/** Which images of takes are published, as far as loaded. Live. */
export const usePublishedTakesStore = defineStore('published-takes', () => {
  const socket = useSocket();
  const postIdsByTake = shallowReactive(new Map<string, PostIds>());
  socket.on('feed.takePublished', ({ takeId, postId, index }) => {
    const others = Object.entries(postIdsByTake.get(takeId) ?? {}).filter(([, id]) => id !== postId);
    postIdsByTake.set(takeId, Object.fromEntries(index === null ? others : [...others, [String(index), postId]]));
  });

  /** If loading fails, publishing reports it. */
  async function fetch(roomId: string, takeIds: readonly string[]): Promise<void> {
    for (let from = 0; from < takeIds.length; from += LIMITS.takesPerPage) {
      const pageIds = takeIds.slice(from, from + LIMITS.takesPerPage);
      try {
        const { takes } = await call('publishedTakes', { params: { roomId }, query: { takeIds: pageIds.join(',') } });
        const reply = new Map(takes.map(({ takeId, postIds }) => [takeId, postIds]));
        for (const id of pageIds) postIdsByTake.set(id, reply.get(id) ?? {});
      } catch (error) {
        return void toRejection(error);
      }
    }
  }
  const postIdOf = (takeId: string, index: number): string | undefined => postIdsByTake.get(takeId)?.[String(index)];
  /** The first unpublished image; undefined if all are published. */
  const nextUnpublished = ({ id, images }: Take) => images.find(({ index }) => postIdOf(id, index) === undefined);
  return {
    load: fetch,
    postIdOf,
    nextUnpublished,
    isKnown: (takeId: string): boolean => postIdsByTake.has(takeId),
    /** The post of a take whose images are all published. */
    postOfWholeTake: (take: Take): string | undefined =>
      nextUnpublished(take) === undefined ? postIdOf(take.id, take.images[0]?.index ?? 0) : undefined,
  };
});

/** Loads publications of takes when a room opens or loads older ones. Takes that finish later are not published yet. */
export function useRoomPublications(roomId: string, isLive: () => boolean): void {
  const takes = useTakesStore();
  const publishedTakes = usePublishedTakesStore();
  const finished = () => takes.takes.list.filter(({ status }) => status === 'finished').map(({ id }) => id);
  watch(
    [isLive, () => takes.takes.list.at(-1)?.id],
    ([live], [wasLive]) => {
      if (!live) return;
      void publishedTakes.load(
        roomId,
        live === wasLive ? finished().filter((id) => !publishedTakes.isKnown(id)) : finished(),
      );
    },
    { immediate: true },
  );
}
