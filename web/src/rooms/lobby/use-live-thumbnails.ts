import type { PreviewView } from '@visionary/contract';
import { shallowRef } from 'vue';
import { decodeFrame } from '../../shared/ui/index.js';

/** A live thumbnail: the newest frame and the step it shows. */
export interface Thumbnail {
  takeId: string;
  bitmap: ImageBitmap;
  step: number;
  steps: number;
  msLeft: number;
}

/** The newest frame of each room, and nothing kept of the older ones. */
export function useLiveThumbnails() {
  const shown = shallowRef<ReadonlyMap<string, Thumbnail>>(new Map());

  /** @param wanted asked again once the frame is decoded: its take may be over by then */
  async function put(preview: PreviewView, isWanted: () => boolean): Promise<void> {
    const { roomId, takeId, step, steps, msLeft } = preview;
    const bitmap = await decodeFrame(preview.frame);
    if (!bitmap) return;
    const before = shown.value.get(roomId);
    if ((before?.takeId === takeId && before.step > step) || !isWanted()) return bitmap.close();
    before?.bitmap.close();
    shown.value = new Map(shown.value).set(roomId, { takeId, bitmap, step, steps, msLeft });
  }

  function forget(roomId: string): void {
    const rest = new Map(shown.value);
    rest.get(roomId)?.bitmap.close();
    if (rest.delete(roomId)) shown.value = rest;
  }

  function clear(): void {
    for (const { bitmap } of shown.value.values()) bitmap.close();
    shown.value = new Map();
  }

  return { shown, put, forget, clear };
}
