import { websocketFrame } from './websocket-frame.js';

/*
 * What of Socket.IO, Engine.IO and ws this file reaches into; their versions are pinned, and a test sees when it no longer
 * fits. Without it everything works as before, at twice the cost.
 */
interface Tcp {
  readonly writableLength: number;
  write(bytes: Uint8Array, done?: (error?: Error | null) => void): boolean;
}
interface Transport {
  writable: boolean;
  readonly socket?: { readonly readyState: number; readonly bufferedAmount: number; readonly _socket: Tcp | null };
  /** Marks the transport writable again and has the queue flushed. */
  readonly _onSentLast?: (error?: Error | null) => void;
}
export interface Connection {
  readonly readyState: string;
  /** Grows until all of it is handed on; then another list takes its place. */
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
const NOTHING = Buffer.alloc(0);
const COPIED_AT_MOST = 32 * 1024;

/** Whether neither end has said goodbye. */
export const isOpen = ({ conn }: { readonly conn: unknown }): boolean => {
  const { readyState, transport } = conn as Connection;
  return readyState === 'open' && (transport.socket?.readyState ?? OPEN) === OPEN;
};

/** @returns the line under a connection where nothing waits before it, else null. */
const freeLine = ({ readyState, writeBuffer, transport }: Connection): Tcp | null => {
  if (!transport.writable || writeBuffer.length > 0 || readyState !== 'open') return null;
  const { socket } = transport;
  return socket?.readyState === OPEN && transport._onSentLast ? socket._socket : null;
};

/**
 * Whole frames straight to a line that is free: no queue, no packet, no callback.
 * @returns false where the line is not free, and nothing was done
 */
export const writeDirect = ({ conn }: Client, frames: Buffer): boolean => {
  const line = freeLine(conn);
  if (line) writeTo(line, conn.transport, frames);
  return line !== null;
};

const writeTo = (line: Tcp, transport: Transport, frames: Buffer): void => {
  line.write(frames);
  if (line.writableLength > 0) {
    // The system took less than all of it: whatever follows waits in the queue until this has gone.
    transport.writable = false;
    line.write(NOTHING, transport._onSentLast);
  }
};

/** What goes to one alone is framed here, unless it is so long that it is cheaper not to copy it. */
const ownFrameOf = (packets: readonly Uint8Array[]): Buffer | undefined => {
  const [packet, ...others] = packets;
  const isShort = packet instanceof Uint8Array && packet.length <= COPIED_AT_MOST;
  return isShort && others.length === 0 ? websocketFrame(packet) : undefined;
};

/**
 * As Socket.IO's own, which it calls where the straight way is not open: in order, and dropped where it may be.
 * @param isFull asked before anything is made to wait for a client; where it says so nothing is
 */
export const createSharedWriter = (isFull: (client: Client) => boolean): Client['writeToEngine'] =>
  function writeShared(this: Client, packets, options): void {
    const line = freeLine(this.conn);
    const frame = line && (options.wsPreEncodedFrame?.[0] ?? ownFrameOf(packets));
    if (frame) return writeTo(line, this.conn.transport, frame);
    if (!options.volatile && isFull(this)) return;
    (Object.getPrototypeOf(this) as Client).writeToEngine.call(this, packets, options);
  };
