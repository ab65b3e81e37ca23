import type { SharedTake } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import type { TakeReference } from '../take-cards/shared-take.js';
import { useImageAttachments } from './use-image-attachments.js';

/** Attachments of the message being written: images, or one take. */
export function useAttachments(roomId: () => string) {
  const { clear: clearImages, ...images } = useImageAttachments(roomId);
  const take = shallowRef<TakeReference | null>(null);
  function clear(): void {
    clearImages();
    take.value = null;
  }
  // Images of one room cannot be sent in another.
  watch(roomId, clear);
  return {
    ...images,
    take,
    clear,
    isEmpty: computed(() => images.images.value.length === 0 && take.value === null),
    /** All attachments are uploaded. */
    isReady: computed(() => images.images.value.every(({ image }) => image !== undefined)),
    text: computed(() => ({
      attachments: images.images.value.flatMap(({ image }) => (image ? [image] : [])),
      card: take.value ? cardOf(take.value) : undefined,
    })),
  };
}

const cardOf = ({ take, image }: TakeReference): SharedTake => ({
  ...{ roomId: take.roomId, takeId: take.id },
  ...(image === undefined ? {} : { image }),
});
