import type { Server, Socket } from 'socket.io';
import { FrameBatcher, type QueuedFrame } from './frame-batcher.js';
import { websocketFrame } from './websocket-frame.js';
import { type Client, type Options, createSharedWriter } from './direct-write.js';

/**
 * Internals of Socket.IO's adapters that this file relies on: a broadcast encodes once, then applies to each socket.
 */
interface Adapter {
  readonly encoder: { encode(packet: object): Uint8Array[] };
  readonly rooms: ReadonlyMap<string, ReadonlySet<string>>;
  readonly nsp: { readonly sockets: ReadonlyMap<string, { readonly client: Client }> };
  _encode(packet: { readonly id?: number }, options: Options): Uint8Array[];
  apply(to: Receivers, callback: (socket: unknown) => void): void;
  del(socketId: string, room: string): void;
}
interface Receivers {
  readonly rooms: ReadonlySet<string>;
  readonly except?: ReadonlySet<string>;
}

/** The room, if the packet goes to exactly one room without exceptions. */
const singleRoom = ({ rooms, except }: Receivers): string | undefined =>
  rooms.size === 1 && !except?.size ? [...rooms][0] : undefined;

/**
 * Encodes and frames each broadcast once, also those that arrive over Redis. Large, busy rooms get frames in batches.
 * @param isFull called before a packet is queued for a client; true discards it
 * @param large minimum number of sockets of a large room
 */
export const installSharedFrames = (io: Server, isFull: (client: Client) => boolean, large?: number): void => {
  const adapter = io.of('/').adapter as unknown as Adapter;
  const clientsIn = function* (room: string): Iterable<Client> {
    for (const id of adapter.rooms.get(room) ?? []) {
      const socket = adapter.nsp.sockets.get(id);
      if (socket) yield socket.client;
    }
  };
  const frameBatcher = new FrameBatcher(clientsIn, large);
  let lastFrame: QueuedFrame | undefined;

  adapter._encode = (packet, options) => {
    const packets = adapter.encoder.encode(packet);
    const [encoded] = packets;
    if (encoded && packets.length === 1) {
      const frame = websocketFrame(encoded);
      options.wsPreEncodedFrame = [frame];
      // Packets with acknowledgements count the callback, so they aren't batched.
      if (packet.id === undefined && !options.volatile) lastFrame = { frame, packets, options };
    }
    return packets;
  };

  const apply = adapter.apply.bind(adapter);
  adapter.apply = (to, callback) => {
    const queuedFrame = lastFrame;
    lastFrame = undefined;
    const room = queuedFrame && singleRoom(to);
    if (
      queuedFrame &&
      room !== undefined &&
      frameBatcher.tryQueue(room, adapter.rooms.get(room)?.size ?? 0, queuedFrame)
    ) {
      return;
    }
    frameBatcher.flush(to.rooms);
    apply(to, callback);
  };

  const del = adapter.del.bind(adapter);
  adapter.del = (socketId, room) => {
    // Sends batched frames to a socket before it leaves.
    frameBatcher.flush(new Set([room]));
    del(socketId, room);
  };

  const write = createSharedWriter(isFull);
  io.on('connection', (socket: Socket) => {
    (socket as unknown as { client: Client }).client.writeToEngine = write;
  });
};
