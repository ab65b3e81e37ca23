import { LIMITS } from '@visionary/contract';
import type { Server, Socket } from 'socket.io';
import { LiveSocket } from './live-socket.js';

const LOOK_EVERY_MS = 1_000;

interface Carrier {
  readonly writeBuffer: readonly { readonly data?: string | Uint8Array }[];
  readonly transport: { readonly socket?: { readonly bufferedAmount: number } };
}

/** Bytes that wait for this client: in the engine's buffer and in the kernel's. */
const waitingBytes = (socket: Socket): number => {
  const carrier = socket.conn as unknown as Carrier;
  const queued = carrier.writeBuffer.reduce((sum, packet) => sum + (packet.data?.length ?? 0), 0);
  return queued + (carrier.transport.socket?.bufferedAmount ?? 0);
};

/** A client that does not read harms only itself: over 1 MB of waiting bytes it is cut, and may come back and catch up. */
export const watchSlowSockets = (io: Server): (() => void) => {
  const look = () => {
    for (const socket of io.of('/').sockets.values()) {
      if (waitingBytes(socket) > LIMITS.socketFrameBytes) new LiveSocket(socket).end('TOO_LARGE', true);
    }
  };
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  return () => clearInterval(timer);
};
