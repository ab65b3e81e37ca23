import { watchDebounced } from '@vueuse/core';
import { onScopeDispose, shallowRef } from 'vue';
import { fetchFile, pathOf, type Rejection, ROUTES } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';

export interface ClipOptions {
  readonly takeId: string;
  readonly index: number;
  readonly seconds: number;
  /** Seconds that the image stays at the end, within `seconds`. */
  readonly hold: number;
  /** Longest side in pixels. */
  readonly size: '256' | '512';
}

const DEBOUNCE_MS = 300;

/** The path of a clip, or of its download as a GIF. The server makes it on request. */
export const clipPath = ({ takeId, index, ...options }: ClipOptions, format?: 'gif'): string => {
  const path = pathOf(ROUTES.takeClip.path, { takeId, index }, { ...options, format });
  return format ? `${path}&download` : path;
};

/** The clip of these options, as a blob URL, made again when they change. */
export function useClip(options: () => ClipOptions) {
  const clip = shallowRef<{ readonly url: string; readonly bytes: number } | null>(null);
  const rejection = shallowRef<Rejection | null>(null);
  let latest: AbortController | undefined;
  function drop(): void {
    latest?.abort();
    if (clip.value) URL.revokeObjectURL(clip.value.url);
    clip.value = null;
  }
  async function make(): Promise<void> {
    drop();
    const { signal } = (latest = new AbortController());
    rejection.value = null;
    try {
      const file = await fetchFile(clipPath(options()), signal);
      if (!signal.aborted) clip.value = { url: URL.createObjectURL(file), bytes: file.size };
    } catch (error) {
      if (!signal.aborted) rejection.value = toRejection(error);
    }
  }
  watchDebounced(() => clipPath(options()), make, { debounce: DEBOUNCE_MS });
  void make();
  onScopeDispose(drop);
  return { clip, rejection, make };
}
