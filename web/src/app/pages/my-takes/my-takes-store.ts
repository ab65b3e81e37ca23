import type { TakeView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { watch } from 'vue';
import { useRenderProgress } from '../../../generation/index.js';
import { toRejection } from '../../../shared/api/rejection.js';
import { useSocket } from '../../../shared/socket/index.js';

export interface MyTakesListener {
  /** The current state of one of my takes. */
  onTake(take: TakeView): void;
  /** An image of one of my takes was published; index null: unpublished. */
  onPublished?(publication: { readonly takeId: string; readonly postId: string; readonly index: number | null }): void;
  /** Updates may have been missed. */
  onStale(): void;
}

/** Live updates of my takes in all rooms, while a list of them is open. */
export const useMyTakesStore = defineStore('my-takes', () => {
  const socket = useSocket();
  const renderProgress = useRenderProgress();
  const listeners = new Set<MyTakesListener>();
  let wasUp = false;

  async function start(): Promise<void> {
    if (listeners.size === 0 || socket.state.value !== 'up') return;
    const isReload = wasUp;
    wasUp = true;
    try {
      const { frames } = await socket.send('generation.subscribe', {});
      frames.forEach(renderProgress.applyFrame);
      if (isReload) listeners.forEach((listener) => listener.onStale());
    } catch (error) {
      // Subscribes again after a reconnect.
      toRejection(error);
    }
  }
  watch(socket.state, () => void start());
  socket.on('generation.takeUpdated', ({ take }) => {
    // Steps of an earlier attempt would hide those of the next one.
    if (take.status === 'queued') renderProgress.restart(take.id);
    listeners.forEach((listener) => listener.onTake(take));
  });
  socket.on('feed.takePublished', (publication) =>
    listeners.forEach((listener) => listener.onPublished?.(publication)),
  );
  socket.on('generation.frame', (frame) => listeners.size > 0 && renderProgress.applyFrame(frame));
  socket.on('generation.downloadProgress', (fetched) => listeners.size > 0 && renderProgress.applyFetched(fetched));

  return {
    /** @returns unsubscribes */
    listen(myTakesListener: MyTakesListener): () => void {
      listeners.add(myTakesListener);
      if (listeners.size === 1) void start();
      return () => {
        listeners.delete(myTakesListener);
        if (listeners.size > 0) return;
        wasUp = false;
        renderProgress.retain(new Set());
        if (socket.state.value === 'up') void socket.send('generation.unsubscribe', {}).catch(toRejection);
      };
    },
    progress: renderProgress.progress,
    fetching: renderProgress.fetching,
    frameOf: renderProgress.frameOf,
    /** Frees the memory of all others. */
    retain: renderProgress.retain,
  };
});
