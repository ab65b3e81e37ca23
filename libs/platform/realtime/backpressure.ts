import { LIMITS } from '@visionary/contract';
import type { Socket } from 'socket.io';
import { LiveSocket } from './live-socket.js';
import type { Client, Connection } from './direct-write.js';

interface QueueSize {
  packets: number;
  bytes: number;
}

/** Shorter queues are counted each time. */
const SHORT_QUEUE = 8;

/** Sizes already counted, by queue, so that long queues aren't walked again. */
const knownSizes = new WeakMap<Connection['writeBuffer'], QueueSize>();

const queuedBytes = (queue: Connection['writeBuffer']): number => {
  const known = queue.length > SHORT_QUEUE ? knownSizes.get(queue) : undefined;
  const size = known ?? { packets: 0, bytes: 0 };
  if (queue.length > SHORT_QUEUE && !known) knownSizes.set(queue, size);
  for (; size.packets < queue.length; size.packets++) size.bytes += queue[size.packets]?.data?.length ?? 0;
  return size.bytes;
};

/** Bytes queued in this process for a client: in Engine.IO's queue and in the TCP socket. */
const bufferedBytes = ({ writeBuffer, transport }: Connection): number =>
  queuedBytes(writeBuffer) + (transport.socket?.bufferedAmount ?? 0);

/** Sends the reason after the queued packets, then disconnects. Nothing else is queued. */
const disconnect = (client: Client & { readonly sockets: ReadonlyMap<string, Socket> }): void => {
  Reflect.deleteProperty(client, 'writeToEngine');
  for (const socket of client.sockets.values()) new LiveSocket(socket).disconnect('TOO_LARGE', true);
};

/**
 * Disconnects clients that don't read: if more than a megabyte is queued, the next packet isn't added. The client can
 * reconnect and catch up. The queue never exceeds a megabyte plus one packet.
 * @returns a function to call before a packet is queued; true means the packet must be discarded
 */
export const disconnectSlowClients = (): ((client: Client) => boolean) => {
  const disconnecting = new WeakSet<Client>();
  return (client) => {
    if (disconnecting.has(client)) return true;
    if (bufferedBytes(client.conn) <= LIMITS.socketFrameBytes) return false;
    disconnecting.add(client);
    // Deferred, because the caller may be iterating the sockets of a room.
    setImmediate(() => disconnect(client as Parameters<typeof disconnect>[0]));
    return true;
  };
};
