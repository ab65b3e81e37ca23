import { websocketFrame } from './websocket-frame.js';

/*
 * Internals of Socket.IO, Engine.IO, and ws that this file relies on. Their versions are pinned, and a test detects
 * incompatible ones. This is only an optimization: without it, writes cost twice as much.
 */
interface Tcp {
  readonly writableLength: number;
  write(bytes: Uint8Array, done?: (error?: Error | null) => void): boolean;
}
interface Transport {
  writable: boolean;
  readonly socket?: { readonly readyState: number; readonly bufferedAmount: number; readonly _socket: Tcp | null };
  /** Marks the transport writable again and flushes its queue. */
  readonly _onSentLast?: (error?: Error | null) => void;
}
export interface Connection {
  readonly readyState: string;
  /** Grows until it is flushed. Then Engine.IO replaces the array. */
  readonly writeBuffer: readonly { readonly data?: string | Uint8Array }[];
  readonly transport: Transport;
}
export interface Options {
  readonly volatile?: boolean;
  wsPreEncodedFrame?: readonly [Buffer];
}
export interface Client {
  readonly conn: Connection;
  writeToEngine(packets: readonly Uint8Array[], options: Options): void;
}

const OPEN = 1;
const EMPTY = Buffer.alloc(0);
const MAX_COPIED_BYTES = 32 * 1024;

/** @returns true if both ends are open */
export const isOpen = ({ conn }: { readonly conn: unknown }): boolean => {
  const { readyState, transport } = conn as Connection;
  return readyState === 'open' && (transport.socket?.readyState ?? OPEN) === OPEN;
};

/** @returns the TCP socket of a connection with nothing queued, else null */
const idleTcp = ({ readyState, writeBuffer, transport }: Connection): Tcp | null => {
  if (!transport.writable || writeBuffer.length > 0 || readyState !== 'open') return null;
  const { socket } = transport;
  return socket?.readyState === OPEN && transport._onSentLast ? socket._socket : null;
};

/**
 * Writes complete frames directly to an idle TCP socket, without queue, packet, or callback.
 * @returns false if data is queued; nothing was written then
 */
export const writeDirect = ({ conn }: Client, frames: Buffer): boolean => {
  const tcp = idleTcp(conn);
  if (tcp) writeTo(tcp, conn.transport, frames);
  return tcp !== null;
};

const writeTo = (tcp: Tcp, transport: Transport, frames: Buffer): void => {
  tcp.write(frames);
  if (tcp.writableLength > 0) {
    // The kernel didn't accept everything, so later packets wait in the queue until this is flushed.
    transport.writable = false;
    tcp.write(EMPTY, transport._onSentLast);
  }
};

/** Frames a packet for a single socket. Long packets aren't copied, because that costs more. */
const frameOf = (packets: readonly Uint8Array[]): Buffer | undefined => {
  const [packet, ...others] = packets;
  const isShort = packet instanceof Uint8Array && packet.length <= MAX_COPIED_BYTES;
  return isShort && others.length === 0 ? websocketFrame(packet) : undefined;
};

/**
 * Replaces Socket.IO's `writeToEngine`. Writes directly if nothing is queued, and calls the original otherwise. Keeps
 * the order and drops volatile packets like the original.
 * @param isFull called before a packet is queued; true discards it
 */
export const createSharedWriter = (isFull: (client: Client) => boolean): Client['writeToEngine'] =>
  function writeShared(this: Client, packets, options): void {
    const tcp = idleTcp(this.conn);
    const frame = tcp && (options.wsPreEncodedFrame?.[0] ?? frameOf(packets));
    if (frame) return writeTo(tcp, this.conn.transport, frame);
    if (!options.volatile && isFull(this)) return;
    (Object.getPrototypeOf(this) as Client).writeToEngine.call(this, packets, options);
  };
