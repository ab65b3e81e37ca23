import type { Trie } from './trie.js';
import { buildTrie } from './trie.js';

/** A node's record: what it goes on with, where it falls back to, which key ends here, the next shorter key that ends here. */
const RECORD = 4;
const ROOT = 0;

/**
 * Aho-Corasick over keys of symbols, in typed arrays: a node is sixteen bytes, and a step touches one or two of them. Most nodes
 * go on with one symbol, and then the next node is the one that follows; others have a small table each.
 */
export class Automaton {
  private readonly records: Int32Array;
  /** For each node with several children: a mask, then pairs of symbol and node, hashed by the symbol. */
  private readonly tables: Int32Array;
  private readonly fromRoot: Int32Array;

  /** @param keys no two alike, none empty; each code unit is a symbol below `symbols`, none is 0 */
  constructor(keys: readonly string[], symbols: number) {
    const trie = buildTrie(keys);
    this.records = new Int32Array(trie.size * RECORD);
    this.fromRoot = new Int32Array(symbols);
    this.tables = tablesOf(trie, this.records, this.fromRoot);
    for (let node = 0; node < trie.size; node++) this.records[node * RECORD + 2] = trie.endsKey[node]!;
    this.linkBack(trie);
  }

  get bytes(): number {
    return this.records.byteLength + this.tables.byteLength + this.fromRoot.byteLength;
  }

  /** @returns the state after one more symbol; 0 is the beginning, and a symbol that no key has leads there */
  step(state: number, symbol: number): number {
    const { records } = this;
    let at = state;
    while (at !== ROOT) {
      const next = records[at * RECORD]!;
      if (next === symbol) return at + 1;
      if (next < 0) {
        const found = this.inTable(-next, symbol);
        if (found !== 0) return found;
      }
      at = records[at * RECORD + 1]!;
    }
    return this.fromRoot[symbol]!;
  }

  /** @returns the index of the longest key that ends in this state, or -1 */
  keyAt(state: number): number {
    return this.records[state * RECORD + 2]! - 1;
  }

  /** @returns the state of the next shorter key that ends here, or 0 */
  shorter(state: number): number {
    return this.records[state * RECORD + 3]!;
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

  /** Breadth first: a node's way back is as long as its parent's way back, at most, and one symbol more. */
  private linkBack(trie: Trie): void {
    const { records } = this;
    for (const node of trie.byDepth()) {
      if (node === ROOT) continue;
      const parent = trie.parent[node]!;
      const back = parent === ROOT ? ROOT : this.step(records[parent * RECORD + 1]!, trie.symbol[node]!);
      records[node * RECORD + 1] = back;
      records[node * RECORD + 3] = records[back * RECORD + 2]! !== 0 ? back : records[back * RECORD + 3]!;
    }
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
    else if (trie.children[parent] === 1) records[parent * RECORD] = symbol;
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
