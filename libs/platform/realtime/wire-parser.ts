import { EventEmitter } from 'node:events';
import { decode, ExtensionCodec } from '@msgpack/msgpack';
import { LIMITS } from '@visionary/contract';
import type { Socket } from 'socket.io';
import { requireBounded } from './frame-bounds.js';
import { newEncoder } from './pre-encoded.js';

interface Packet {
  readonly type: number;
  readonly nsp: string;
  readonly data?: unknown;
  readonly id?: number;
}

const PACKET = { connect: 0, disconnect: 1, event: 2, ack: 3, connectError: 4 } as const;

/** Event names that Socket.IO reserves. A client could use them to fake a disconnect. */
const RESERVED = new Set(['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener']);

/** socket.io-msgpack-parser encodes undefined, and only undefined, as extension 0. */
const extensions = new ExtensionCodec();
extensions.register({ type: 0, encode: () => null, decode: () => undefined });

/**
 * The decoder allocates the claimed length of a list before reading it, and lists can be nested: without limits, a
 * frame of 300 bytes could exhaust memory. The only long list of a command, of user ids, comes in a short frame.
 */
const DECODE_LIMITS = { maxArrayLength: 64, maxMapLength: 64, maxExtLength: 8 };
const SHORT_FRAME_LIMITS = { ...DECODE_LIMITS, maxArrayLength: LIMITS.availabilitySubscriptions };
const SHORT_FRAME_BYTES = 16 * 1024;
const limitsOf = (frame: Uint8Array): typeof DECODE_LIMITS =>
  frame.byteLength > SHORT_FRAME_BYTES ? DECODE_LIMITS : SHORT_FRAME_LIMITS;

/** The handshake's auth is a version and an id. */
const CONNECT_FRAME_BYTES = 4 * 1024;

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const isEvent = (data: unknown): boolean =>
  Array.isArray(data) && typeof data[0] === 'string' && data[0] !== '' && !RESERVED.has(data[0]);

const isPacket = (value: unknown): value is Packet => {
  if (!isObject(value)) return false;
  const { type, nsp, data, id } = value as Record<string, unknown>;
  if (typeof nsp !== 'string' || !(id === undefined || (Number.isSafeInteger(id) && Number(id) >= 0))) return false;
  switch (type) {
    case PACKET.connect:
      return data === undefined || isObject(data);
    case PACKET.disconnect:
      return data === undefined;
    case PACKET.event:
      return isEvent(data);
    case PACKET.ack:
      return Array.isArray(data);
    case PACKET.connectError:
      return typeof data === 'string' || isObject(data);
    default:
      return false;
  }
};

/** Encodes a packet as one MessagePack frame. Of a Uint8Array or Buffer view, exactly the visible bytes. */
class Encoder {
  private readonly encoder = newEncoder();

  encode(packet: Packet): [Uint8Array] {
    const { type, nsp, data, id } = packet;
    return [this.encoder.encode({ type, nsp, data, id })];
  }
}

/** Decodes what a trusted server sends. */
class Decoder extends EventEmitter {
  /** @throws Error for an invalid packet; Socket.IO then closes the connection */
  add(frame: unknown): void {
    if (!(frame instanceof Uint8Array)) throw new Error('expected a binary frame');
    const packet = this.decode(frame);
    if (!isPacket(packet)) throw new Error('not a packet');
    this.emit('decoded', packet);
  }

  destroy(): void {
    this.removeAllListeners();
  }

  protected decode(frame: Uint8Array, limits: Partial<typeof DECODE_LIMITS> = {}): unknown {
    return decode(frame, { ...limits, extensionCodec: extensions });
  }
}

/** Decodes what clients send. Before the handshake has admitted its socket, it takes one short frame: the CONNECT. */
class LimitedDecoder extends Decoder {
  private maxFrames = 1;
  private maxBytes = CONNECT_FRAME_BYTES;

  /** @param maxBytes of one frame */
  admit(maxBytes: number): void {
    this.maxFrames = Infinity;
    this.maxBytes = maxBytes;
  }

  protected override decode(frame: Uint8Array): unknown {
    this.maxFrames -= 1;
    if (this.maxFrames < 0) throw new Error('a second frame before the handshake');
    if (frame.byteLength > this.maxBytes) throw new Error(`longer than ${this.maxBytes} bytes`);
    requireBounded(frame);
    return super.decode(frame, limitsOf(frame));
  }
}

/** Lets the client of a socket send commands. @param maxBytes of one frame */
export const admitFrames = (socket: Socket, maxBytes: number): void =>
  (socket as unknown as { readonly client: { readonly decoder: LimitedDecoder } }).client.decoder.admit(maxBytes);

/** Compatible with socket.io-msgpack-parser, but validates what clients send. */
export const wireParser = { Encoder, Decoder: LimitedDecoder };

/** For Node clients, which can trust their server: without limits. */
export const clientParser = { Encoder, Decoder };
