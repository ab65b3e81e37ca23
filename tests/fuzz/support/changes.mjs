import { EDGES } from './random.mjs';

const CHANGES = [
  (random, bytes) => flip(random, Buffer.from(bytes)),
  (random, bytes) => bytes.subarray(0, random.below(bytes.length + 1)),
  (random, bytes) => insert(random, bytes, random.bytes(1 + random.below(16))),
  (random, bytes) => insert(random, bytes, part(random, bytes)),
  (random, bytes) => without(bytes, random.below(bytes.length + 1), random.below(64)),
  (random, bytes) => number(random, Buffer.from(bytes)),
  (random, bytes) => insert(random, bytes, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01])),
  (random, bytes) => words(random, bytes),
];

/** One to four changes of a valid file. */
export function changed(random, bytes) {
  let now = bytes;
  for (let left = 1 + random.below(4); left > 0; left--) now = random.pick(CHANGES)(random, now);
  return now;
}

function flip(random, bytes) {
  for (let left = 1 + random.below(8); left > 0 && bytes.length > 0; left--) {
    bytes[random.below(bytes.length)] ^= 1 << random.below(8);
  }
  return bytes;
}

/** Replaces a number of 2, 4, or 8 bytes with one that breaks readers. */
function number(random, bytes) {
  const size = random.pick([2, 4, 8]);
  if (bytes.length < size) return bytes;
  const value = BigInt.asUintN(
    size * 8,
    BigInt(Math.trunc(random.pick(EDGES.filter((edge) => Math.abs(edge) < 1e20)))),
  );
  const at = random.below(bytes.length - size + 1);
  for (let i = 0; i < size; i++) bytes[at + i] = Number((value >> BigInt(8 * i)) & 255n);
  return bytes;
}

/** Replaces a number in text. */
function words(random, bytes) {
  const text = bytes.toString('latin1');
  const found = [...text.matchAll(/\d+/g)];
  if (found.length === 0) return bytes;
  const { 0: old, index } = random.pick(found);
  return Buffer.from(text.slice(0, index) + String(random.pick(EDGES)) + text.slice(index + old.length), 'latin1');
}

function insert(random, bytes, more) {
  const at = random.below(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);
}

function without(bytes, at, length) {
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
}

function part(random, bytes) {
  const at = random.below(bytes.length + 1);
  return bytes.subarray(at, at + random.below(256));
}
