import type { Cooperative } from '../cooperative.js';

/** Symbols below this are letters of the alphabet. Nodes near the root have a row of transitions for them. */
export const LOW_SYMBOLS = 32;
/** Nodes up to this depth that are reached by low symbols have such a row. */
const MAX_DENSE_DEPTH = 3;
/** Other nodes up to this depth are stored together. */
const MAX_NEAR_DEPTH = 3;
const KEYS_PER_SLICE = 1024;

/**
 * A trie in typed arrays. Node 0 is the root, followed by nodes near it that are reached by low symbols only, by other nodes near it,
 * and by the rest. Each group is in the order of the keys.
 */
export interface Trie {
  readonly size: number;
  /** The number of nodes with a row, including the root. */
  readonly denseCount: number;
  readonly parent: Int32Array;
  /** The symbol from the parent to the node. */
  readonly symbol: Int32Array;
  /** Number of children. */
  readonly children: Int32Array;
  /** The index of the key that ends at a node, plus one; 0 for none. */
  readonly endsKey: Int32Array;
  /** All nodes, ordered by depth. */
  readonly byDepth: Int32Array;
}

/** @param keys distinct; each code unit is a symbol */
export function* buildTrie(keys: readonly string[]): Cooperative<Trie> {
  const order = yield* sortedKeyIndexes(keys);
  const nextNodes = yield* groupOffsets(keys, order);
  const size = nextNodes[3]!;
  const denseCount = nextNodes[1]!;
  const nodeValues = (): Int32Array => new Int32Array(size);
  const [parent, symbol, children, endsKey, depth] = [
    nodeValues(),
    nodeValues(),
    nodeValues(),
    nodeValues(),
    nodeValues(),
  ];
  const path = [0];
  let previousKey = '';
  for (let n = 0; n < order.length; n++) {
    if (n % KEYS_PER_SLICE === 0) yield;
    const key = keys[order[n]!]!;
    const low = lowLength(key);
    path.length = sharedLength(previousKey, key) + 1;
    for (let i = path.length - 1; i < key.length; i++) {
      const node = nextNodes[groupOf(i, low)]!++;
      parent[node] = path[i]!;
      symbol[node] = key.charCodeAt(i);
      depth[node] = i + 1;
      children[path[i]!]!++;
      path.push(node);
    }
    endsKey[path[key.length]!] = order[n]! + 1;
    previousKey = key;
  }
  yield;
  return { size, denseCount, parent, symbol, children, endsKey, byDepth: indexesByValue(depth) };
}

/** Sorts keys in groups by their first symbol, so that slices are short. */
function* sortedKeyIndexes(keys: readonly string[]): Cooperative<number[]> {
  const byFirstSymbol: number[][] = [];
  keys.forEach((key, index) => (byFirstSymbol[key.charCodeAt(0)] ??= []).push(index));
  const order: number[] = [];
  for (const indexes of byFirstSymbol) {
    if (!indexes) continue;
    order.push(...indexes.sort((a, b) => (keys[a]! < keys[b]! ? -1 : 1)));
    yield;
  }
  return order;
}

const groupOf = (depth: number, lowLength: number): number =>
  depth < lowLength && depth < MAX_DENSE_DEPTH ? 0 : depth < MAX_NEAR_DEPTH ? 1 : 2;

/** @returns the first node of each group, and the total number of nodes */
function* groupOffsets(keys: readonly string[], order: readonly number[]): Cooperative<number[]> {
  const sizes = [0, 0, 0];
  let previousKey = '';
  for (let n = 0; n < order.length; n++) {
    if (n % KEYS_PER_SLICE === 0) yield;
    const key = keys[order[n]!]!;
    const low = lowLength(key);
    for (let i = sharedLength(previousKey, key); i < key.length; i++) sizes[groupOf(i, low)]!++;
    previousKey = key;
  }
  const [denseSize, nearSize, restSize] = sizes as [number, number, number];
  return [1, 1 + denseSize, 1 + denseSize + nearSize, 1 + denseSize + nearSize + restSize];
}

function lowLength(key: string): number {
  let length = 0;
  while (length < MAX_DENSE_DEPTH && length < key.length && key.charCodeAt(length) < LOW_SYMBOLS) length++;
  return length;
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

/** Counting sort. @returns the indexes ordered by value */
function indexesByValue(values: Int32Array): Int32Array {
  const highest = values.reduce((max, value) => Math.max(max, value), 0);
  const offsets = new Int32Array(highest + 2);
  for (const value of values) offsets[value + 1]!++;
  for (let i = 1; i < offsets.length; i++) offsets[i]! += offsets[i - 1]!;
  const indexes = new Int32Array(values.length);
  for (let index = 0; index < values.length; index++) indexes[offsets[values[index]!]!++] = index;
  return indexes;
}
