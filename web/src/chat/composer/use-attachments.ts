import type { TakeCard } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import type { Shared } from '../cards/sharing.js';
import { usePictures } from './use-pictures.js';

/** What goes with the message that is being written: pictures, or a take. */
export function useAttachments(roomId: () => string) {
  const { clear: clearPictures, ...pictures } = usePictures(roomId);
  const take = shallowRef<Shared | null>(null);
  function clear(): void {
    clearPictures();
    take.value = null;
  }
  // Pictures of one room are nothing in another.
  watch(roomId, clear);
  return {
    ...pictures,
    take,
    clear,
    isEmpty: computed(() => pictures.pictures.value.length === 0 && take.value === null),
    /** All of it can go out. */
    isReady: computed(() => pictures.pictures.value.every(({ picture }) => picture !== undefined)),
    said: computed(() => ({
      attachments: pictures.pictures.value.flatMap(({ picture }) => (picture ? [picture] : [])),
      card: take.value ? cardOf(take.value) : undefined,
    })),
  };
}

const cardOf = ({ take, picture }: Shared): TakeCard => ({
  ...{ roomId: take.roomId, takeId: take.id },
  ...(picture === undefined ? {} : { picture }),
});
