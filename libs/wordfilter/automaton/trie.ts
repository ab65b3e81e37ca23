/** A trie in rows of numbers. Node 0 is the root; nodes near it come first, then the others in the order of their keys. */
export interface Trie {
  readonly size: number;
  readonly parent: Int32Array;
  /** By which symbol a node is reached from its parent. */
  readonly symbol: Int32Array;
  /** How many. */
  readonly children: Int32Array;
  /** One more than the index of the key that ends at a node; 0 where none does. */
  readonly endsKey: Int32Array;
  /** All nodes, those nearest to the root first. */
  byDepth(): Int32Array;
}

/** So deep nodes are near the root. */
const NEAR = 3;

/** @param keys no two alike; each code unit is a symbol */
export function buildTrie(keys: readonly string[]): Trie {
  const order = keys.map((_, i) => i).sort((a, b) => (keys[a]! < keys[b]! ? -1 : 1));
  const { sizes, next } = placesOf(keys, order);
  const size = sizes.reduce((sum, each) => sum + each, 0);
  const rows = Array.from({ length: 5 }, () => new Int32Array(size));
  const [parent, symbol, children, endsKey, depth] = rows as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const path = [0];
  let before = '';
  for (const index of order) {
    const key = keys[index]!;
    path.length = sharedLength(before, key) + 1;
    for (let i = path.length - 1; i < key.length; i++) {
      const node = next[Math.min(i, NEAR)]!++;
      parent[node] = path[i]!;
      symbol[node] = key.charCodeAt(i);
      depth[node] = i + 1;
      children[path[i]!]!++;
      path.push(node);
    }
    endsKey[path[key.length]!] = index + 1;
    before = key;
  }
  return { size, parent, symbol, children, endsKey, byDepth: () => sortedBy(depth) };
}

/** Counts the nodes of each depth that is near, and all others: where each of these groups begins. */
function placesOf(keys: readonly string[], order: readonly number[]): { sizes: number[]; next: number[] } {
  const sizes = new Array<number>(NEAR + 2).fill(0);
  sizes[0] = 1;
  let before = '';
  for (const index of order) {
    const key = keys[index]!;
    for (let i = sharedLength(before, key); i < key.length; i++) sizes[Math.min(i, NEAR) + 1]!++;
    before = key;
  }
  let begin = 0;
  const next = sizes.slice(0, -1).map((each) => (begin += each));
  return { sizes, next };
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
  const sorted = new Int32Array(row.length);
  for (let index = 0; index < row.length; index++) sorted[next[row[index]!]!++] = index;
  return sorted;
}
