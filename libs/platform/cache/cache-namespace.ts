import { PreparedJsonResponse } from '@visionary/platform/http';

/** How a value is kept as bytes. */
export interface Encoding<T> {
  /** Nobody changes such a value: all who read it here get the same one. */
  readonly isShared?: true;
  encode(value: T): Buffer;
  decode(bytes: Buffer): T;
}

/** A kind of view. */
export interface CacheNamespace<T> {
  /** Part of the key: another shape of the value needs another name. */
  readonly name: string;
  /** How long one is kept, whatever happens: the most by which anything may be old when all else fails. At most 5 min. */
  readonly ttlMs: number;
  readonly encoding: Encoding<T>;
}

/** Any plain value; each read gets its own copy. */
export const json = <T>(): Encoding<T> => ({
  encode: (value) => Buffer.from(JSON.stringify(value)),
  decode: (bytes) => JSON.parse(bytes.toString()) as T,
});

/** An answer as it is sent, and beside it what must be known of it without reading it. */
export interface Serialized<Known> {
  readonly metadata: Known;
  readonly body: PreparedJsonResponse;
}

const END = '\n';

/** Neither written nor read again for each who asks. */
export const serialized = <Known>(): Encoding<Serialized<Known>> => ({
  isShared: true,
  encode: ({ metadata, body }) => Buffer.concat([Buffer.from(JSON.stringify(metadata) + END), body.body]),
  decode: (bytes) => {
    const end = bytes.indexOf(END);
    const body = new PreparedJsonResponse(bytes.subarray(end + 1));
    return { metadata: JSON.parse(bytes.toString('utf8', 0, end)) as Known, body };
  },
});
