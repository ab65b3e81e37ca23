import { encode, Encoder } from '@msgpack/msgpack';

const OPTIONS = { ignoreUndefined: true };

/** Placeholder for a value that is encoded once, on first use. */
class PreEncoded {
  private known: Uint8Array | undefined;

  constructor(private readonly value: object) {}

  get bytes(): Uint8Array {
    return (this.known ??= encode(this.value, OPTIONS));
  }
}

const standIns = new WeakMap<object, PreEncoded>();

/**
 * Encodes a value once that is part of many different replies. Returns the same placeholder for the same object. The
 * value must not change afterwards, and only the encoder can read the placeholder.
 */
export const preEncoded = <T extends object>(value: T): T => {
  const standIn = standIns.get(value) ?? new PreEncoded(value);
  standIns.set(value, standIn);
  return standIn as unknown as T;
};

/** Internals of the pinned encoder that this file relies on. */
interface Insides {
  encodeObject(object: unknown, depth: number): void;
  writeU8a(bytes: Uint8Array): void;
}

/** MessagePack encoder that omits undefined and writes pre-encoded values as they are. */
export const newEncoder = (): Encoder => {
  const encoder = new Encoder(OPTIONS);
  const insides = encoder as unknown as Insides;
  const plain = insides.encodeObject.bind(encoder);
  insides.encodeObject = (object, depth) =>
    object instanceof PreEncoded ? insides.writeU8a(object.bytes) : plain(object, depth);
  return encoder;
};
