import { describe, expect, it } from '@jest/globals';
import type { FrameView, SmallFrameSide } from '@visionary/contract';
import type { Broadcast, Call } from '@visionary/platform/realtime';
import { FrameSides } from './frame-sides.js';

const frameOf = (side: number) => ({
  mime: 'image/jpeg' as const,
  width: side,
  height: side / 2,
  bytes: new Uint8Array(side),
});
const VIEW: FrameView = { roomId: 'r', takeId: 't', imageIndex: 0, images: 1, step: 3, steps: 8, msLeft: 100 };
const SMALLER = [frameOf(128), frameOf(64)];

/** A channel with these sockets, and what each of them got: the width of its frames. */
function aChannel(...sockets: readonly string[]) {
  const received = new Map<string, number[]>(sockets.map((id) => [id, []]));
  let encodings = 0;
  const deliver = (ids: readonly string[], { frame }: FrameView) => {
    encodings += 1;
    for (const id of ids) received.get(id)!.push(frame!.width);
  };
  const broadcast: Partial<Broadcast> = {
    localSocketsIn: () => new Set(sockets),
    volatileToChannelExcept: (_channel, _event, view, except) =>
      deliver(
        sockets.filter((id) => !except.includes(id)),
        view as FrameView,
      ),
    volatileToSockets: (ids, _event, view) => deliver(ids, view as FrameView),
  };
  const sides = new FrameSides(broadcast as Broadcast);
  const leave = new Map<string, () => void>();
  const choose = (id: string, side: SmallFrameSide | null) => {
    const socket = { id, onDisconnect: (end: () => void) => leave.set(id, end) };
    return sides.setSide({ payload: { side }, socket } as unknown as Call<'generation.setFrameSide'>);
  };
  const send = (frame = frameOf(512), smaller = SMALLER) => {
    encodings = 0;
    sides.send('room', { ...VIEW, frame }, smaller);
    return { encodings, sizes: sockets.map((id) => received.get(id)!.at(-1)) };
  };
  return { choose, send, leave };
}

describe('the sizes of frames', () => {
  it('[G109] each connection gets the size that it chose, encoded once for all who chose it', async () => {
    const { choose, send } = aChannel('a', 'b', 'c', 'd');
    expect(send()).toEqual({ encodings: 1, sizes: [512, 512, 512, 512] });
    await choose('b', 128);
    await choose('c', 64);
    await choose('d', 64);
    expect(send()).toEqual({ encodings: 3, sizes: [512, 128, 64, 64] });
    await choose('c', null);
    expect(send()).toEqual({ encodings: 3, sizes: [512, 128, 512, 64] });
  });

  it('[G109] a frame without smaller sizes, such as a veiled one, is the same for everyone', async () => {
    const { choose, send } = aChannel('a', 'b');
    await choose('b', 64);
    expect(send(frameOf(12), [])).toEqual({ encodings: 1, sizes: [12, 12] });
  });

  it('[G109] forgets a connection that ends, and ignores those of other rooms', async () => {
    const { choose, send, leave } = aChannel('a', 'b');
    await choose('elsewhere', 64);
    await choose('b', 64);
    expect(send()).toEqual({ encodings: 2, sizes: [512, 64] });
    leave.get('b')!();
    expect(send()).toEqual({ encodings: 1, sizes: [512, 512] });
  });
});
