import type { FrameView } from '@visionary/contract';
import { shallowRef } from 'vue';
import { decodeFrame } from '../../shared/ui/index.js';

/** A live thumbnail: the newest frame and the step it shows. */
export interface Thumbnail {
  takeId: string;
  bitmap: ImageBitmap;
  /** It shows mean colors only. */
  veiled: boolean;
  step: number;
  steps: number;
  msLeft: number;
  /** When it was shown, in ms since 1970. */
  at: number;
}

/** The newest frame of each room. */
export function useLiveThumbnails() {
  const visible = shallowRef<ReadonlyMap<string, Thumbnail>>(new Map());

  /** @param isCurrent checked again after decoding, because the take may have ended */
  async function update(view: FrameView, isCurrent: () => boolean): Promise<void> {
    const { roomId, takeId, step, steps, msLeft } = view;
    const bitmap = await decodeFrame(view.frame);
    if (!bitmap) return;
    const before = visible.value.get(roomId);
    if ((before?.takeId === takeId && before.step > step) || !isCurrent()) return bitmap.close();
    before?.bitmap.close();
    const veiled = view.frame?.blurred !== undefined;
    const shown = { takeId, bitmap, veiled, step, steps, msLeft, at: Date.now() };
    visible.value = new Map(visible.value).set(roomId, shown);
  }

  function remove(roomId: string): void {
    const rest = new Map(visible.value);
    rest.get(roomId)?.bitmap.close();
    if (rest.delete(roomId)) visible.value = rest;
  }

  function clear(): void {
    for (const { bitmap } of visible.value.values()) bitmap.close();
    visible.value = new Map();
  }

  return { visible, update, remove, clear };
}
