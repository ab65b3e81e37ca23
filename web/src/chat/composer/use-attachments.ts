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
  const left = shallowRef<'tooMany' | 'notImages' | null>(null);
  const stops = new Map<string, AbortController>();

  const change = (key: string, to: Partial<PendingAttachment>): void => {
    images.value = images.value.map((one) => (one.key === key ? { ...one, ...to } : one));
  };
  async function uploadImage({ key, file }: PendingAttachment): Promise<void> {
    const stop = new AbortController();
    stops.set(key, stop);
    try {
      const progress = (now: number): void => change(key, { progress: now });
      const { id, url, width, height } = await uploadRoomImage(roomId(), file, { progress, signal: stop.signal });
      change(key, { image: { id, url, width, height }, progress: 1 });
    } catch (error) {
      if (!stop.signal.aborted) change(key, { rejection: toRejection(error) });
    }
  }
  function add(files: Iterable<File>): void {
    left.value = null;
    for (const file of files) {
      if (!TYPES.has(file.type)) left.value = 'notImages';
      else if (images.value.length >= LIMITS.attachmentsPerMessage) left.value = 'tooMany';
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
    const { rejection: _, ...fresh } = { ...failed, progress: 0 };
    images.value = images.value.map((one) => (one.key === key ? fresh : one));
    void uploadImage(fresh);
  }
  function remove(key: string): void {
    stops.get(key)?.abort();
    for (const one of images.value) if (one.key === key) URL.revokeObjectURL(one.address);
    images.value = images.value.filter((one) => one.key !== key);
    left.value = null;
  }
  function clear(): void {
    images.value.forEach(({ key }) => remove(key));
    take.value = null;
  }
  // Images of one room cannot be sent in another.
  watch(roomId, clear);
  onScopeDispose(clear);
  return {
    ...{ images, left, take, add, retry, remove, clear },
    isEmpty: computed(() => images.value.length === 0 && take.value === null),
    /** All attachments are uploaded. */
    isReady: computed(() => images.value.every(({ image }) => image !== undefined)),
    text: computed(() => ({
      attachments: images.value.flatMap(({ image }) => (image ? [image] : [])),
      card: take.value ? cardOf(take.value) : undefined,
    })),
  };
}

const cardOf = ({ take, image }: TakeReference): SharedTake => ({
  ...{ roomId: take.roomId, takeId: take.id },
  ...(image === undefined ? {} : { image }),
});
