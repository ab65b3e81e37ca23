import { encode, Encoder } from '@msgpack/msgpack';

const OPTIONS = { ignoreUndefined: true };

/** Stands for a value until it is encoded, and for its bytes from then on. */
class PreEncoded {
  private known: Uint8Array | undefined;

  constructor(private readonly value: object) {}

  get bytes(): Uint8Array {
    return (this.known ??= encode(this.value, OPTIONS));
  }
}

const standIns = new WeakMap<object, PreEncoded>();

/**
 * For what many are sent as a part of replies of their own: the bytes are made for the first of them and copied for the
 * others who are given the same object. It must not change any more, and only the wire may look into what is returned.
 */
export const preEncoded = <T extends object>(value: T): T => {
  const standIn = standIns.get(value) ?? new PreEncoded(value);
  standIns.set(value, standIn);
  return standIn as unknown as T;
};

/** What of the pinned encoder this file reaches into: a value is no more than its bytes at its place. */
interface Insides {
  encodeObject(object: unknown, depth: number): void;
  writeU8a(bytes: Uint8Array): void;
}

/** Encodes MessagePack, without what is undefined, and knows what was encoded before. */
export const newEncoder = (): Encoder => {
  const encoder = new Encoder(OPTIONS);
  const insides = encoder as unknown as Insides;
  const plain = insides.encodeObject.bind(encoder);
  insides.encodeObject = (object, depth) =>
    object instanceof PreEncoded ? insides.writeU8a(object.bytes) : plain(object, depth);
  return encoder;
};
