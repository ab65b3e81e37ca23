import { encode, Encoder } from '@msgpack/msgpack';

const OPTIONS = { ignoreUndefined: true };

/** Placeholder for a value that is encoded once, on first use. */
class PreEncoded {
  private encoded: Uint8Array | undefined;

  constructor(private readonly value: object) {}

  get bytes(): Uint8Array {
    return (this.encoded ??= encode(this.value, OPTIONS));
  }
}

const placeholders = new WeakMap<object, PreEncoded>();

/**
 * Encodes a value once that is part of many different replies. Returns the same placeholder for the same object. The
 * value must not change afterwards, and only the encoder can read the placeholder.
 */
export const preEncoded = <T extends object>(value: T): T => {
  const placeholder = placeholders.get(value) ?? new PreEncoded(value);
  placeholders.set(value, placeholder);
  return placeholder as unknown as T;
};

/** Internals of the pinned encoder that this file relies on. */
interface EncoderInternals {
  encodeObject(object: unknown, depth: number): void;
  writeU8a(bytes: Uint8Array): void;
}

/** MessagePack encoder that omits undefined and writes pre-encoded values as they are. */
export const newEncoder = (): Encoder => {
  const encoder = new Encoder(OPTIONS);
  const internals = encoder as unknown as EncoderInternals;
  const encodeObject = internals.encodeObject.bind(encoder);
  internals.encodeObject = (object, depth) =>
    object instanceof PreEncoded ? internals.writeU8a(object.bytes) : encodeObject(object, depth);
  return encoder;
};
