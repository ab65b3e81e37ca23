/**
 * notepack's browser build writes only ArrayBuffer as binary (a Uint8Array becomes a map of its indices) and reads
 * binary as ArrayBuffer. The contract says Uint8Array on both sides, so every packet passes through here.
 */

const isPlain = (value: object): value is Record<string, unknown> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

function mapDeep(value: unknown, leaf: (value: object) => object): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => mapDeep(item, leaf));
  if (!isPlain(value)) return leaf(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapDeep(item, leaf)]));
}

/** Copies the value with every Uint8Array as an ArrayBuffer of exactly its bytes, without undefined values. */
export const encodeBinary = (value: unknown): unknown =>
  mapDeep(withoutUndefined(value), (leaf) => (leaf instanceof Uint8Array ? leaf.slice().buffer : leaf));

/** Copies the value with every ArrayBuffer as a Uint8Array. */
export const decodeBinary = (value: unknown): unknown =>
  mapDeep(value, (leaf) => (leaf instanceof ArrayBuffer ? new Uint8Array(leaf) : leaf));

function withoutUndefined(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, withoutUndefined(item)]),
  );
}
