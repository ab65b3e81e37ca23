import * as msgpack from 'socket.io-msgpack-parser';
import { encodeBinary, decodeBinary } from './binary.js';

interface Packet {
  type: number;
  nsp: string;
  data?: unknown;
  id?: number;
}
type PacketEncoder = { encode(packet: Packet): unknown[] };
type PacketDecoder = { add(chunk: unknown): void; emit(event: string, packet: Packet): unknown };

const Encoder = msgpack.Encoder as new () => PacketEncoder;
const Decoder = msgpack.Decoder as new () => PacketDecoder;

class BytesEncoder extends Encoder {
  override encode(packet: Packet): unknown[] {
    return super.encode({ ...packet, data: encodeBinary(packet.data) });
  }
}

class BytesDecoder extends Decoder {
  override emit(event: string, packet: Packet): unknown {
    return super.emit(event, { ...packet, data: decodeBinary(packet.data) });
  }
}

/** socket.io-msgpack-parser with bytes as Uint8Array in both directions. */
export const parser = { Encoder: BytesEncoder, Decoder: BytesDecoder };
