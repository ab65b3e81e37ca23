/** A trie whose nodes are numbered in the order of their keys: the first child of a node is the next number. Node 0 is the root. */
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

/** @param keys no two alike; each code unit is a symbol */
export function buildTrie(keys: readonly string[]): Trie {
  const order = keys.map((_, i) => i).sort((a, b) => (keys[a]! < keys[b]! ? -1 : 1));
  const most = keys.reduce((sum, key) => sum + key.length, 1);
  const parent = new Int32Array(most);
  const symbol = new Int32Array(most);
  const children = new Int32Array(most);
  const endsKey = new Int32Array(most);
  const depth = new Int32Array(most);
  let size = 1;
  const path = [0];
  let before = '';
  for (const index of order) {
    const key = keys[index]!;
    path.length = sharedLength(before, key) + 1;
    for (let i = path.length - 1; i < key.length; i++) {
      parent[size] = path[i]!;
      symbol[size] = key.charCodeAt(i);
      depth[size] = i + 1;
      children[path[i]!]!++;
      path.push(size++);
    }
    endsKey[path[key.length]!] = index + 1;
    before = key;
  }
  return { size, parent, symbol, children, endsKey, byDepth: () => sortedByDepth(depth.subarray(0, size)) };
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

function sortedByDepth(depth: Int32Array): Int32Array {
  const deepest = depth.reduce((most, each) => Math.max(most, each), 0);
  const next = new Int32Array(deepest + 2);
  for (const each of depth) next[each + 1]!++;
  for (let i = 1; i < next.length; i++) next[i]! += next[i - 1]!;
  const sorted = new Int32Array(depth.length);
  for (let node = 0; node < depth.length; node++) sorted[next[depth[node]!]!++] = node;
  return sorted;
}
