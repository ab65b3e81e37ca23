import { Injectable } from '@nestjs/common';
import type { CommandReply, FrameView, SmallFrameSide } from '@visionary/contract';
import { Broadcast, type Call, Command } from '@visionary/platform/realtime';
import type { Frame } from '../../domain/renderer-protocol.js';

/** How large the frames are that each connection of this node gets. Pages measure how late frames arrive, and choose. */
@Injectable()
export class FrameSides {
  /** By socket. All others get frames as large as they are. */
  private readonly small = new Map<string, SmallFrameSide>();

  constructor(private readonly broadcast: Broadcast) {}

  @Command('generation.setFrameSide')
  setSide({
    payload: { side },
    socket,
  }: Call<'generation.setFrameSide'>): Promise<CommandReply<'generation.setFrameSide'>> {
    if (side === null) this.small.delete(socket.id);
    else {
      if (!this.small.has(socket.id)) socket.onDisconnect(() => this.small.delete(socket.id));
      this.small.set(socket.id, side);
    }
    return Promise.resolve({ now: Date.now() });
  }

  /** Sends a frame to the sockets of a channel, each in the size that it chose. Encodes each size once. */
  send(channel: string, view: FrameView, smaller: readonly Frame[] = []): void {
    const sent = { ...view, sentAt: Date.now() };
    const sockets =
      this.small.size > 0 && smaller.length > 0 ? this.broadcast.localSocketsIn(channel) : new Set<string>();
    const slow = [...this.small].filter(([id]) => sockets.has(id));
    const except = slow.map(([id]) => id);
    this.broadcast.volatileToChannelExcept(channel, 'generation.frame', sent, except);
    for (const [side, ofSide] of Map.groupBy(slow, ([, one]) => one)) {
      const frame = smaller.find(({ width, height }) => Math.max(width, height) <= side) ?? smaller.at(-1);
      const ids = ofSide.map(([id]) => id);
      this.broadcast.volatileToSockets(ids, 'generation.frame', { ...sent, ...(frame && { frame }) });
    }
  }
}
