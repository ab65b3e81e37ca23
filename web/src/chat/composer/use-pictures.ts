import { LIMITS, type AttachmentView } from '@visionary/contract';
import { onScopeDispose, shallowRef } from 'vue';
import { uploadPicture } from '../../shared/api/index.js';
import { freshId } from '../../shared/fresh-id.js';
import { asRefused, type Refused } from '../../shared/refused.js';

/** A picture on its way into the room. `address` shows it from this browser meanwhile. */
export interface Attaching {
  readonly key: string;
  readonly file: File;
  readonly address: string;
  /** From 0 to 1. */
  readonly progress: number;
  readonly picture?: AttachmentView;
  readonly why?: Refused;
}

const TYPES = new Set(['image/png', 'image/jpeg', 'image/webp']);

/** Pictures that go with the message: brought into the room as soon as they are chosen. */
export function usePictures(roomId: () => string) {
  const pictures = shallowRef<readonly Attaching[]>([]);
  /** Pictures that did not fit or are none. */
  const left = shallowRef<'tooMany' | 'notPictures' | null>(null);
  const stops = new Map<string, AbortController>();

  const change = (key: string, to: Partial<Attaching>): void => {
    pictures.value = pictures.value.map((one) => (one.key === key ? { ...one, ...to } : one));
  };
  async function bring({ key, file }: Attaching): Promise<void> {
    const stop = new AbortController();
    stops.set(key, stop);
    try {
      const progress = (now: number): void => change(key, { progress: now });
      const { id, url, width, height } = await uploadPicture(roomId(), file, { progress, signal: stop.signal });
      change(key, { picture: { id, url, width, height }, progress: 1 });
    } catch (error) {
      if (!stop.signal.aborted) change(key, { why: asRefused(error) });
    }
  }
  function add(files: Iterable<File>): void {
    left.value = null;
    for (const file of files) {
      if (!TYPES.has(file.type)) left.value = 'notPictures';
      else if (pictures.value.length >= LIMITS.attachmentsPerMessage) left.value = 'tooMany';
      else begin(file);
    }
  }
  function begin(file: File): void {
    const one = { key: freshId(), file, address: URL.createObjectURL(file), progress: 0 };
    pictures.value = [...pictures.value, one];
    void bring(one);
  }
  function retry(key: string): void {
    const failed = pictures.value.find((one) => one.key === key);
    if (!failed) return;
    const { why: _, ...fresh } = { ...failed, progress: 0 };
    pictures.value = pictures.value.map((one) => (one.key === key ? fresh : one));
    void bring(fresh);
  }
  function remove(key: string): void {
    stops.get(key)?.abort();
    for (const one of pictures.value) if (one.key === key) URL.revokeObjectURL(one.address);
    pictures.value = pictures.value.filter((one) => one.key !== key);
    left.value = null;
  }
  const clear = (): void => pictures.value.forEach(({ key }) => remove(key));
  onScopeDispose(clear);
  return { pictures, left, add, retry, remove, clear };
}
