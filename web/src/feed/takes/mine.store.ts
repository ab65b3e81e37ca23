import type { TakeView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { watch } from 'vue';
import { makeRunning } from '../../generation/running.js';
import { asRefused } from '../../shared/refused.js';
import { useSocket } from '../../shared/socket/index.js';

export interface Ear {
  /** One of mine, as it is now. */
  moved(take: TakeView): void;
  /** A picture of one of mine is in the feed; index null: no more. */
  shown?(what: { readonly takeId: string; readonly postId: string; readonly index: number | null }): void;
  /** Something may have moved that nobody told. */
  missed(): void;
}

/** What becomes of my takes, and how they look by now, from whichever room; while a list of them is open. */
export const useMine = defineStore('mine', () => {
  const socket = useSocket();
  const running = makeRunning();
  const ears = new Set<Ear>();
  let wasUp = false;

  async function begin(): Promise<void> {
    if (ears.size === 0 || socket.state.value !== 'up') return;
    const isAgain = wasUp;
    wasUp = true;
    try {
      const { previews } = await socket.send('generation.watch', {});
      previews.forEach(running.applyPreviewed);
      if (isAgain) ears.forEach((ear) => ear.missed());
    } catch (error) {
      // Said again with the next connection.
      asRefused(error);
    }
  }
  watch(socket.state, () => void begin());
  socket.on('generation.mine', ({ take }) => ears.forEach((ear) => ear.moved(take)));
  socket.on('feed.takeShown', (what) => ears.forEach((ear) => ear.shown?.(what)));
  socket.on('generation.previewed', (preview) => ears.size > 0 && running.applyPreviewed(preview));
  socket.on('generation.fetched', (fetched) => ears.size > 0 && running.applyFetched(fetched));

  return {
    /** @returns ends it */
    listen(ear: Ear): () => void {
      ears.add(ear);
      if (ears.size === 1) void begin();
      return () => {
        ears.delete(ear);
        if (ears.size > 0) return;
        wasUp = false;
        running.keepOnly(new Set());
        if (socket.state.value === 'up') void socket.send('generation.leave', {}).catch(asRefused);
      };
    },
    progress: running.progress,
    fetching: running.fetching,
    frameOf: running.frameOf,
    /** Frees the memory of all others. */
    keepOnly: running.keepOnly,
  };
});
