import type { Server, Socket } from 'socket.io';
import { FrameBatcher, type QueuedFrame } from './frame-batcher.js';
import { websocketFrame } from './websocket-frame.js';
import { type Client, type Options, createSharedWriter } from './direct-write.js';

/** What of Socket.IO's adapters this file reaches into: every broadcast encodes, then applies to each socket. */
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

/** The one room, where everybody there is to get it. */
const wholeRoom = ({ rooms, except }: Receivers): string | undefined =>
  rooms.size === 1 && !except?.size ? [...rooms][0] : undefined;

/**
 * What goes to many sockets is encoded and framed once, on this node as on those that hear of it over Redis; large rooms
 * that are spoken to all the time get it in bundles.
 * @param isFull asked before anything is made to wait for a client
 * @param large rooms of so many sockets
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
  let said: QueuedFrame | undefined;

  adapter._encode = (packet, options) => {
    const packets = adapter.encoder.encode(packet);
    const [whole] = packets;
    if (whole && packets.length === 1) {
      const frame = websocketFrame(whole);
      options.wsPreEncodedFrame = [frame];
      // Whoever waits for answers counts them by the callback that sends.
      if (packet.id === undefined && !options.volatile) said = { frame, packets, options };
    }
    return packets;
  };

  const apply = adapter.apply.bind(adapter);
  adapter.apply = (to, callback) => {
    const saying = said;
    said = undefined;
    const room = saying && wholeRoom(to);
    if (saying && room !== undefined && frameBatcher.take(room, adapter.rooms.get(room)?.size ?? 0, saying)) return;
    frameBatcher.flush(to.rooms);
    apply(to, callback);
  };

  const del = adapter.del.bind(adapter);
  adapter.del = (socketId, room) => {
    // Whoever leaves has heard what was said before.
    frameBatcher.flush(new Set([room]));
    del(socketId, room);
  };

  const write = createSharedWriter(isFull);
  io.on('connection', (socket: Socket) => {
    (socket as unknown as { client: Client }).client.writeToEngine = write;
  });
};
