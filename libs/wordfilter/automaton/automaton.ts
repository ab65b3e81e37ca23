import type { Trie } from './trie.js';
import { buildTrie } from './trie.js';

/** A node's record: the only symbol it goes on with, or less than nothing and where its table is; where to; where it falls back to; 1 where a key ends. */
const RECORD = 4;
const TO = 1;
const BACK = 2;
const ENDS = 3;
const ROOT = 0;

/**
 * Aho-Corasick over keys of symbols, in typed arrays: a step touches one record of sixteen bytes, and where a node goes on with
 * several symbols a small table. Nodes near the root, to which everything falls back, lie together; the rest of a key lies in a row.
 */
export class Automaton {
  private readonly records: Int32Array;
  /** For each node with several children: a mask, then pairs of symbol and node, hashed by the symbol. */
  private readonly tables: Int32Array;
  private readonly fromRoot: Int32Array;
  private readonly keys: Int32Array;
  private readonly shorterKeys: Int32Array;

  /** @param keys no two alike, none empty; each code unit is a symbol below `symbols`, none is 0 */
  constructor(keys: readonly string[], symbols: number) {
    const trie = buildTrie(keys);
    this.records = new Int32Array(trie.size * RECORD);
    this.fromRoot = new Int32Array(symbols);
    this.tables = tablesOf(trie, this.records, this.fromRoot);
    this.keys = trie.endsKey;
    this.shorterKeys = new Int32Array(trie.size);
    this.linkBack(trie);
  }

  get bytes(): number {
    const { records, tables, fromRoot, keys, shorterKeys } = this;
    return [records, tables, fromRoot, keys, shorterKeys].reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** @returns the state after one more symbol; 0 is the beginning, and a symbol that no key has leads there */
  step(state: number, symbol: number): number {
    const { records } = this;
    let at = state;
    while (at !== ROOT) {
      const record = at * RECORD;
      const next = records[record]!;
      if (next === symbol) return records[record + TO]!;
      if (next < 0) {
        const found = this.inTable(-next, symbol);
        if (found !== 0) return found;
      }
      at = records[record + BACK]!;
    }
    return this.fromRoot[symbol]!;
  }

  /** @returns the longest key that ends in this state as the state in which it alone would, or 0 */
  ending(state: number): number {
    if (this.records[state * RECORD + ENDS] === 0) return 0;
    return this.keys[state] === 0 ? this.shorterKeys[state]! : state;
  }

  /** @returns the index of the key of a state that `ending` or `shorter` told */
  keyAt(state: number): number {
    return this.keys[state]! - 1;
  }

  /** @returns the state of the next shorter key that ends here, or 0 */
  shorter(state: number): number {
    return this.shorterKeys[state]!;
  }

  private inTable(table: number, symbol: number): number {
    const { tables } = this;
    const mask = tables[table]!;
    for (let slot = symbol & mask; ; slot = (slot + 1) & mask) {
      const at = table + 1 + slot * 2;
      const held = tables[at]!;
      if (held === symbol) return tables[at + 1]!;
      if (held === 0) return 0;
    }
  }

  /**
   * Breadth first: a node's way back is as long as its parent's way back, at most, and one symbol more. What a step follows is
   * shorter: where the way back goes on with nothing that the node does not go on with itself, it would be looked at in vain.
   */
  private linkBack(trie: Trie): void {
    const { records, keys, shorterKeys } = this;
    const backs = new Int32Array(trie.size);
    for (const node of trie.byDepth()) {
      if (node === ROOT) continue;
      const parent = trie.parent[node]!;
      const back = parent === ROOT ? ROOT : this.childOfSuffix(backs, backs[parent]!, trie.symbol[node]!);
      backs[node] = back;
      shorterKeys[node] = keys[back] === 0 ? shorterKeys[back]! : back;
      records[node * RECORD + ENDS] = keys[node] !== 0 || shorterKeys[node] !== 0 ? 1 : 0;
      records[node * RECORD + BACK] = this.isInVain(node, back) ? records[back * RECORD + BACK]! : back;
    }
  }

  /** @returns where a symbol leads from a node or from the nearest on its way back from which it leads anywhere */
  private childOfSuffix(backs: Int32Array, from: number, symbol: number): number {
    let at = from;
    for (; at !== ROOT; at = backs[at]!) {
      const child = this.child(at, symbol);
      if (child !== ROOT) return child;
    }
    return this.fromRoot[symbol]!;
  }

  private child(node: number, symbol: number): number {
    const next = this.records[node * RECORD]!;
    if (next === symbol) return this.records[node * RECORD + TO]!;
    return next < 0 ? this.inTable(-next, symbol) : ROOT;
  }

  private isInVain(node: number, back: number): boolean {
    if (back === ROOT) return false;
    const next = this.records[back * RECORD]!;
    return next === 0 || (next > 0 && this.child(node, next) !== ROOT);
  }
}

function tablesOf(trie: Trie, records: Int32Array, fromRoot: Int32Array): Int32Array {
  const starts = new Int32Array(trie.size);
  let length = 1;
  for (let node = 1; node < trie.size; node++) {
    if (trie.children[node]! < 2) continue;
    starts[node] = length;
    length += 1 + 2 * slotsFor(trie.children[node]!);
  }
  const tables = new Int32Array(length);
  for (let node = 1; node < trie.size; node++) {
    const parent = trie.parent[node]!;
    const symbol = trie.symbol[node]!;
    if (parent === ROOT) fromRoot[symbol] = node;
    else if (trie.children[parent] === 1) records.set([symbol, node], parent * RECORD);
    else {
      records[parent * RECORD] = -starts[parent]!;
      insert(tables, starts[parent]!, slotsFor(trie.children[parent]!) - 1, symbol, node);
    }
  }
  return tables;
}

/** At most two thirds full, so that looking in vain ends soon. */
function slotsFor(children: number): number {
  return 2 ** Math.ceil(Math.log2(children * 1.5));
}

function insert(tables: Int32Array, table: number, mask: number, symbol: number, node: number): void {
  tables[table] = mask;
  let slot = symbol & mask;
  while (tables[table + 1 + slot * 2] !== 0) slot = (slot + 1) & mask;
  tables[table + 1 + slot * 2] = symbol;
  tables[table + 2 + slot * 2] = node;
}
