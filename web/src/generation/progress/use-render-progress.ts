import type { QueueTail, FrameView, QueuePosition } from '@visionary/contract';
import { shallowReactive, shallowRef } from 'vue';
import { useModelDownloads } from './use-model-downloads.js';
import { FrameCache } from './frame-cache.js';

/** The progress of a running take. */
export type Progress = Omit<FrameView, 'frame' | 'roomId'>;

const isOlder = (before: Progress, now: Progress) =>
  before.imageIndex > now.imageIndex || (before.imageIndex === now.imageIndex && before.step > now.step);

/** Queue, steps, and frames. The newest value wins; nothing is stored. */
export function useRenderProgress() {
  const queue = shallowRef<readonly QueuePosition[]>([]);
  const queueTail = shallowRef<QueueTail>({ takesAhead: 0 });
  const progress = shallowReactive(new Map<string, Progress>());
  const { fetching, applyFetched, remove, retain: retainDownloads } = useModelDownloads();
  const frameCache = new FrameCache();

  function applyMoved(places: readonly QueuePosition[], end: QueueTail): void {
    queueTail.value = end;
    queue.value = [...places].sort((a, b) => a.position - b.position);
  }

  function applyFrame(frame: FrameView): void {
    const { roomId: _room, frame: _frame, ...now } = frame;
    const before = progress.get(now.takeId);
    if (before && isOlder(before, now)) return;
    progress.set(now.takeId, now);
    remove(now.takeId);
    frameCache.push(frame);
  }

  /** Keeps its frames for the transition to the image until another take starts. */
  function ended(takeId: string): void {
    queue.value = queue.value.filter((place) => place.takeId !== takeId);
    remove(takeId);
  }

  function retain(takeIds: ReadonlySet<string>): void {
    for (const id of [...progress.keys()]) if (!takeIds.has(id)) progress.delete(id);
    retainDownloads(takeIds);
    frameCache.retain(takeIds);
  }

  const frameOf = (takeId: string, image: number) => frameCache.newest(takeId, image);
  const dropFrame = (takeId: string, image: number) => frameCache.drop(takeId, image);
  return {
    queue,
    queueTail,
    progress,
    fetching,
    applyMoved,
    applyFrame,
    applyFetched,
    ended,
    reset: remove,
    retain,
    frameOf,
    dropFrame,
  };
}
