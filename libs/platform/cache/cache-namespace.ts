import { PreparedJsonResponse } from '@visionary/platform/http';

/** How a value is stored as bytes. */
export interface Encoding<T> {
  /** Readers on this node share one instance, so the value must be immutable. */
  readonly isShared?: true;
  encode(value: T): Buffer;
  decode(bytes: Buffer): T;
}

/** A kind of cached view. */
export interface CacheNamespace<T> {
  /** Part of the key. A changed shape of the value requires a new name. */
  readonly name: string;
  /** Lifetime of an entry, at most 5 min. Bounds staleness if invalidation fails. */
  readonly ttlMs: number;
  readonly encoding: Encoding<T>;
}

/** Plain JSON values. Each read gets its own copy. */
export const json = <T>(): Encoding<T> => ({
  encode: (value) => Buffer.from(JSON.stringify(value)),
  decode: (bytes) => JSON.parse(bytes.toString()) as T,
});

/** A response body as it is sent, with metadata that can be read without parsing it. */
export interface Serialized<Known> {
  readonly metadata: Known;
  readonly body: PreparedJsonResponse;
}

const END = '\n';

/** Stores a serialized response, so that it isn't serialized again for each request. */
export const serialized = <Known>(): Encoding<Serialized<Known>> => ({
  isShared: true,
  encode: ({ metadata, body }) => Buffer.concat([Buffer.from(JSON.stringify(metadata) + END), body.body]),
  decode: (bytes) => {
    const end = bytes.indexOf(END);
    const body = new PreparedJsonResponse(bytes.subarray(end + 1));
    return { metadata: JSON.parse(bytes.toString('utf8', 0, end)) as Known, body };
  },
});
