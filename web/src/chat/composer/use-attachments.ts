import { LIMITS, type AttachmentView, type SharedTake } from '@visionary/contract';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { uploadRoomImage } from '../../shared/api/index.js';
import { randomUuid } from '../../shared/random-uuid.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import type { TakeReference } from '../take-cards/shared-take.js';

/** An image being uploaded. `address` is a local preview URL. */
export interface PendingAttachment {
  readonly key: string;
  readonly file: File;
  readonly address: string;
  /** The progress from 0 to 1. */
  readonly progress: number;
  readonly image?: AttachmentView;
  readonly rejection?: Rejection;
}

const TYPES = new Set(['image/png', 'image/jpeg', 'image/webp']);

/** Attachments of the message being written: images, uploaded as soon as they are chosen, or one take. */
export function useAttachments(roomId: () => string) {
  const images = shallowRef<readonly PendingAttachment[]>([]);
  const take = shallowRef<TakeReference | null>(null);
  /** Files that are too large, too many, or no images. */
  const fileError = shallowRef<'tooMany' | 'notImages' | null>(null);
  const abortControllers = new Map<string, AbortController>();

  const change = (key: string, to: Partial<PendingAttachment>): void => {
    images.value = images.value.map((one) => (one.key === key ? { ...one, ...to } : one));
  };
  async function uploadImage({ key, file }: PendingAttachment): Promise<void> {
    const abortController = new AbortController();
    abortControllers.set(key, abortController);
    try {
      const progress = (now: number): void => change(key, { progress: now });
      const { id, url, width, height } = await uploadRoomImage(roomId(), file, {
        progress,
        signal: abortController.signal,
      });
      change(key, { image: { id, url, width, height }, progress: 1 });
    } catch (error) {
      if (!abortController.signal.aborted) change(key, { rejection: toRejection(error) });
    }
  }
  function add(files: Iterable<File>): void {
    fileError.value = null;
    for (const file of files) {
      if (!TYPES.has(file.type)) fileError.value = 'notImages';
      else if (images.value.length >= LIMITS.attachmentsPerMessage) fileError.value = 'tooMany';
      else upload(file);
    }
  }
  function upload(file: File): void {
    const one = { key: randomUuid(), file, address: URL.createObjectURL(file), progress: 0 };
    images.value = [...images.value, one];
    void uploadImage(one);
  }
  function retry(key: string): void {
    const failed = images.value.find((one) => one.key === key);
    if (!failed) return;
    const { rejection: _, ...retried } = { ...failed, progress: 0 };
    images.value = images.value.map((one) => (one.key === key ? retried : one));
    void uploadImage(retried);
  }
  function remove(key: string): void {
    abortControllers.get(key)?.abort();
    for (const one of images.value) if (one.key === key) URL.revokeObjectURL(one.address);
    images.value = images.value.filter((one) => one.key !== key);
    fileError.value = null;
  }
  function clear(): void {
    images.value.forEach(({ key }) => remove(key));
    take.value = null;
  }
  // Images of one room cannot be sent in another.
  watch(roomId, clear);
  onScopeDispose(clear);
  return {
    ...{ images, fileError, take, add, retry, remove, clear },
    isEmpty: computed(() => images.value.length === 0 && take.value === null),
    /** All attachments are uploaded. */
    isReady: computed(() => images.value.every(({ image }) => image !== undefined)),
    content: computed(() => ({
      attachments: images.value.flatMap(({ image }) => (image ? [image] : [])),
      card: take.value ? cardOf(take.value) : undefined,
    })),
  };
}

const cardOf = ({ take, image, isClip = false }: TakeReference): SharedTake => ({
  ...{ roomId: take.roomId, takeId: take.id },
  ...(image === undefined ? {} : { image }),
  ...(isClip && { clip: true }),
});
