import type { FrameView } from '@visionary/contract';
import { createSharedComposable } from '@vueuse/core';
import { watch } from 'vue';
import { useSocket } from '../../shared/socket/index.js';
import { type FrameSide, LinkLadder } from './link-ladder.js';

/** Asks the server for frames in the size that the link of this page keeps up with. */
export const useLinkLadder = createSharedComposable(() => {
  const socket = useSocket();
  const ladder = new LinkLadder();
  let isAsking = false;
  // The server forgets the size when the connection is lost.
  watch(socket.state, () => ladder.reset());

  /** The reply is a small message, which shows how long the link takes without a frame. */
  async function ask(side: FrameSide): Promise<void> {
    isAsking = true;
    try {
      const { now } = await socket.send('generation.setFrameSide', { side });
      ladder.recordReference(now, Date.now());
    } catch {
      // The next frame asks again.
    } finally {
      isAsking = false;
    }
  }

  return {
    recordFrame({ sentAt, frame }: FrameView): void {
      if (sentAt === undefined || !frame) return;
      const now = Date.now();
      const side = ladder.record(sentAt, now);
      if (side !== undefined) void ask(side);
      else if (!isAsking && ladder.needsReference(now)) void ask(ladder.side);
    },
  };
});
