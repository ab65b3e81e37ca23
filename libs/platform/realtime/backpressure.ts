import { LIMITS } from '@visionary/contract';
import type { Socket } from 'socket.io';
import { LiveSocket } from './live-socket.js';
import type { Client, Connection } from './direct-write.js';

interface Counted {
  packets: number;
  bytes: number;
}

/** Longer queues are counted once and remembered. */
const SHORT = 8;

/** By queue: as much of it as was counted, so that a long one is walked once. */
const counted = new WeakMap<Connection['writeBuffer'], Counted>();

const bytesIn = (queue: Connection['writeBuffer']): number => {
  const known = queue.length > SHORT ? counted.get(queue) : undefined;
  const queued = known ?? { packets: 0, bytes: 0 };
  if (queue.length > SHORT && !known) counted.set(queue, queued);
  for (; queued.packets < queue.length; queued.packets++) queued.bytes += queue[queued.packets]?.data?.length ?? 0;
  return queued.bytes;
};

/** Bytes that wait in this process for a client: in the engine's queue, and where its line writes from. */
const bufferedBytes = ({ writeBuffer, transport }: Connection): number =>
  bytesIn(writeBuffer) + (transport.socket?.bufferedAmount ?? 0);

/** Told why, after what waits already, and cut. Nothing else is made to wait for it. */
const disconnect = (client: Client & { readonly sockets: ReadonlyMap<string, Socket> }): void => {
  Reflect.deleteProperty(client, 'writeToEngine');
  for (const socket of client.sockets.values()) new LiveSocket(socket).disconnect('TOO_LARGE', true);
};

/**
 * A client that does not read harms only itself: where more than a megabyte waits for it, the next packet is not added but
 * cuts it, and it may come back and catch up. So never more waits than a megabyte and the packet that passed it.
 * @returns what is asked before a packet is made to wait
 */
export const disconnectSlowClients = (): ((client: Client) => boolean) => {
  const full = new WeakSet<Client>();
  return (client) => {
    if (full.has(client)) return true;
    if (bufferedBytes(client.conn) <= LIMITS.socketFrameBytes) return false;
    full.add(client);
    // Not within the walk through a room's sockets that may have led here.
    setImmediate(() => disconnect(client as Parameters<typeof disconnect>[0]));
    return true;
  };
};
