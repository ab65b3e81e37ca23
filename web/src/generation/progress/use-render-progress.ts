import type { QueueTail, FrameView, OwnTakes, QueuePosition, VolatilePayload } from '@visionary/contract';
import { shallowReactive, shallowRef } from 'vue';
import { FrameCache } from './frame-cache.js';

/** The progress of a running take, and when this page received it. */
export interface Progress extends Omit<FrameView, 'frame' | 'roomId'> {
  readonly receivedAt: number;
}

type Fetched = VolatilePayload<'generation.downloadProgress'>;
/** The download progress of a take's model on its renderer. */
export type DownloadProgress = Pick<Fetched, 'bytes' | 'of'>;

const isOlder = (before: Progress, now: Progress) =>
  before.imageIndex > now.imageIndex || (before.imageIndex === now.imageIndex && before.step > now.step);

/** Queue, downloads, steps, and frames. The newest value wins; nothing is stored. */
export function useRenderProgress() {
  const queue = shallowRef<readonly QueuePosition[]>([]);
  const queueTail = shallowRef<QueueTail>({ takesAhead: 0, msToStart: 0 });
  /** The user's takes in the queue, over all rooms. */
  const ownTakes = shallowRef<OwnTakes>({ open: 0, rendering: 0 });
  /** When the queue last changed, by the clock of this page. */
  const queueChangedAt = shallowRef(0);
  const progress = shallowReactive(new Map<string, Progress>());
  /** Model downloads by take, until they are finished. */
  const fetching = shallowReactive(new Map<string, DownloadProgress>());
  const frameCache = new FrameCache();

  function applyMoved(positions: readonly QueuePosition[], end: QueueTail): void {
    queueTail.value = end;
    queueChangedAt.value = Date.now();
    queue.value = [...positions].sort((a, b) => a.position - b.position);
  }

  function applyFetched({ takeId, bytes, of }: Fetched): void {
    if (bytes < of) fetching.set(takeId, { bytes, of });
    else fetching.delete(takeId);
  }
  /** Another attempt renders the take from its first step, maybe on a renderer that has to download the model. */
  function restart(takeId: string): void {
    progress.delete(takeId);
    fetching.delete(takeId);
    frameCache.dropTake(takeId);
  }

  function applyFrame(frame: FrameView): void {
    const { roomId: _room, frame: _frame, ...step } = frame;
    const now = { ...step, receivedAt: Date.now() };
    const before = progress.get(now.takeId);
    if (before && isOlder(before, now)) return;
    progress.set(now.takeId, now);
    fetching.delete(now.takeId);
    frameCache.push(frame);
  }

  /** Keeps its frames for the transition to the image until another take starts. */
  function finish(takeId: string): void {
    queue.value = queue.value.filter((position) => position.takeId !== takeId);
    fetching.delete(takeId);
  }

  function retain(takeIds: ReadonlySet<string>): void {
    for (const values of [progress, fetching]) {
      for (const id of [...values.keys()]) if (!takeIds.has(id)) values.delete(id);
    }
    frameCache.retain(takeIds);
  }

  const frameOf = (takeId: string, image: number) => frameCache.newest(takeId, image);
  const dropFrame = (takeId: string, image: number) => frameCache.drop(takeId, image);
  return {
    queue,
    queueTail,
    ownTakes,
    queueChangedAt,
    progress,
    fetching,
    applyMoved,
    applyFrame,
    applyFetched,
    finish,
    restart,
    retain,
    frameOf,
    dropFrame,
  };
}
