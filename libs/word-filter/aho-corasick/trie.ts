import type { Cooperative } from '../cooperative.js';

/** Symbols below this, which are those of an alphabet, lead on from nodes near the root by a row of their own. */
export const LOW = 32;
/** Nodes that are reached by low symbols have such a row up to this depth, and others lie together up to that one. */
const DENSE = 3;
const NEAR = 3;
const KEYS_OF_A_SLICE = 1024;

/**
 * A trie in rows of numbers. Node 0 is the root; behind it are those near it that only low symbols lead to, then others near it,
 * then the rest, each group in the order of the keys.
 */
export interface Trie {
  readonly size: number;
  /** The first node that is not near the root and reached by low symbols alone. */
  readonly dense: number;
  readonly parent: Int32Array;
  /** By which symbol a node is reached from its parent. */
  readonly symbol: Int32Array;
  /** How many. */
  readonly children: Int32Array;
  /** One more than the index of the key that ends at a node; 0 where none does. */
  readonly endsKey: Int32Array;
  /** All nodes, those nearest to the root first. */
  readonly byDepth: Int32Array;
}

/** @param keys no two alike; each code unit is a symbol */
export function* buildTrie(keys: readonly string[]): Cooperative<Trie> {
  const order = yield* sorted(keys);
  const next = yield* placesOf(keys, order);
  const size = next[3]!;
  const dense = next[1]!;
  const row = (): Int32Array => new Int32Array(size);
  const [parent, symbol, children, endsKey, depth] = [row(), row(), row(), row(), row()];
  const path = [0];
  let before = '';
  for (let n = 0; n < order.length; n++) {
    if (n % KEYS_OF_A_SLICE === 0) yield;
    const key = keys[order[n]!]!;
    const low = lowLength(key);
    path.length = sharedLength(before, key) + 1;
    for (let i = path.length - 1; i < key.length; i++) {
      const node = next[groupOf(i, low)]!++;
      parent[node] = path[i]!;
      symbol[node] = key.charCodeAt(i);
      depth[node] = i + 1;
      children[path[i]!]!++;
      path.push(node);
    }
    endsKey[path[key.length]!] = order[n]! + 1;
    before = key;
  }
  yield;
  return { size, dense, parent, symbol, children, endsKey, byDepth: sortedBy(depth) };
}

/** Those that begin alike are sorted together, so that no slice of the work is long. */
function* sorted(keys: readonly string[]): Cooperative<number[]> {
  const alike: number[][] = [];
  keys.forEach((key, index) => (alike[key.charCodeAt(0)] ??= []).push(index));
  const order: number[] = [];
  for (const indexes of alike) {
    if (!indexes) continue;
    order.push(...indexes.sort((a, b) => (keys[a]! < keys[b]! ? -1 : 1)));
    yield;
  }
  return order;
}

const groupOf = (depth: number, low: number): number => (depth < low && depth < DENSE ? 0 : depth < NEAR ? 1 : 2);

/** @returns where the nodes of each group begin, and behind them how many there are in all */
function* placesOf(keys: readonly string[], order: readonly number[]): Cooperative<number[]> {
  const sizes = [0, 0, 0];
  let before = '';
  for (let n = 0; n < order.length; n++) {
    if (n % KEYS_OF_A_SLICE === 0) yield;
    const key = keys[order[n]!]!;
    const low = lowLength(key);
    for (let i = sharedLength(before, key); i < key.length; i++) sizes[groupOf(i, low)]!++;
    before = key;
  }
  const [near, others, rest] = sizes as [number, number, number];
  return [1, 1 + near, 1 + near + others, 1 + near + others + rest];
}

function lowLength(key: string): number {
  let length = 0;
  while (length < DENSE && length < key.length && key.charCodeAt(length) < LOW) length++;
  return length;
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

/** @returns the indexes of a row, those of small numbers first */
function sortedBy(row: Int32Array): Int32Array {
  const most = row.reduce((all, each) => Math.max(all, each), 0);
  const next = new Int32Array(most + 2);
  for (const each of row) next[each + 1]!++;
  for (let i = 1; i < next.length; i++) next[i]! += next[i - 1]!;
  const inOrder = new Int32Array(row.length);
  for (let index = 0; index < row.length; index++) inOrder[next[row[index]!]!++] = index;
  return inOrder;
}
