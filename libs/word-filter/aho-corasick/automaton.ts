import type { Cooperative } from '../cooperative.js';
import type { Trie } from './trie.js';
import { buildTrie, LOW } from './trie.js';

/**
 * A node's record: the only symbol it goes on with, or less than nothing and where its table is; where to, or how the table is hashed;
 * where it falls back to; 1 where a key ends.
 */
const RECORD = 4;
const TO = 1;
const BACK = 2;
const ENDS = 3;
const ROOT = 0;
const NODES_OF_A_SLICE = 8192;

/**
 * Aho-Corasick over keys of symbols, in typed arrays: a step touches one record of sixteen bytes, and where a node goes on with
 * several symbols a small table. Nodes near the root, to which everything falls back, have a row that says at once where each letter
 * of an alphabet leads; the rest of a key lies in a row.
 */
export class Automaton {
  private constructor(
    private readonly records: Int32Array,
    /** For each node with several children pairs of symbol and node, hashed by the symbol. */
    private readonly tables: Int32Array,
    /** For each node below `dense` where each low symbol leads. */
    private readonly rows: Int32Array,
    private readonly fromRoot: Int32Array,
    private readonly ends: { readonly keys: Int32Array; readonly shorterOutput: Int32Array },
  ) {
    this.dense = rows.length / LOW;
  }

  private readonly dense: number;

  /** @param keys no two alike, none empty; each code unit is a symbol below `symbols`, none is 0 */
  static *of(keys: readonly string[], symbols: number): Cooperative<Automaton> {
    const trie = yield* buildTrie(keys);
    const records = new Int32Array(trie.size * RECORD);
    const fromRoot = new Int32Array(Math.max(symbols, LOW));
    const tables = yield* tablesOf(trie, records, fromRoot);
    const rows = childrenInRows(trie);
    const ends = { keys: trie.endsKey, shorterOutput: new Int32Array(trie.size) };
    const made = new Automaton(records, tables, rows, fromRoot, ends);
    yield* made.linkBack(trie);
    return made;
  }

  /** @returns the state after one more symbol; 0 is the beginning, and a symbol that no key has leads there */
  step(state: number, symbol: number): number {
    const { records } = this;
    const last = symbol < LOW ? this.dense : 1;
    let at = state;
    while (at >= last) {
      const record = at * RECORD;
      const next = records[record]!;
      if (next === symbol) return records[record + TO]!;
      if (next < 0) {
        const found = this.inTable(-next, records[record + TO]!, symbol);
        if (found !== 0) return found;
      }
      at = records[record + BACK]!;
    }
    return symbol < LOW ? this.rows[at * LOW + symbol]! : this.fromRoot[symbol]!;
  }

  /** @returns the longest key that ends in this state as the state in which it alone would, or 0 */
  outputAt(state: number): number {
    if (this.records[state * RECORD + ENDS] === 0) return 0;
    return this.ends.keys[state] === 0 ? this.ends.shorterOutput[state]! : state;
  }

  /** @returns the index of the key of a state that `ending` or `shorter` told */
  keyAt(state: number): number {
    return this.ends.keys[state]! - 1;
  }

  /** @returns the state of the next shorter key that ends here, or 0 */
  shorterOutput(state: number): number {
    return this.ends.shorterOutput[state]!;
  }

  private inTable(table: number, mask: number, symbol: number): number {
    const { tables } = this;
    for (let slot = symbol & mask; ; slot = (slot + 1) & mask) {
      const held = tables[table + slot * 2]!;
      if (held === symbol) return tables[table + slot * 2 + 1]!;
      if (held === 0) return 0;
    }
  }

  /**
   * Breadth first: a node's way back is as long as its parent's way back, at most, and one symbol more. What a step follows is
   * shorter: where the way back goes on with nothing that the node does not go on with itself, it would be looked at in vain.
   */
  private *linkBack(trie: Trie): Cooperative<void> {
    const { records, ends } = this;
    const { keys, shorterOutput } = ends;
    const backs = new Int32Array(trie.size);
    for (let n = 0; n < trie.size; n++) {
      if (n % NODES_OF_A_SLICE === 0) yield;
      const node = trie.byDepth[n]!;
      if (node === ROOT) continue;
      const parent = trie.parent[node]!;
      const back = parent === ROOT ? ROOT : this.childOfSuffix(backs, backs[parent]!, trie.symbol[node]!);
      backs[node] = back;
      shorterOutput[node] = keys[back] === 0 ? shorterOutput[back]! : back;
      records[node * RECORD + ENDS] = keys[node] !== 0 || shorterOutput[node] !== 0 ? 1 : 0;
      records[node * RECORD + BACK] = this.isInVain(node, back) ? records[back * RECORD + BACK]! : back;
      if (node < this.dense) this.completeRow(node, back);
    }
  }

  /** What the node does not go on with leads where it does from its way back, whose row is complete. */
  private completeRow(node: number, back: number): void {
    const { rows } = this;
    for (let symbol = 0; symbol < LOW; symbol++) {
      if (rows[node * LOW + symbol] === 0) rows[node * LOW + symbol] = rows[back * LOW + symbol]!;
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
    const record = node * RECORD;
    const next = this.records[record]!;
    if (next === symbol) return this.records[record + TO]!;
    return next < 0 ? this.inTable(-next, this.records[record + TO]!, symbol) : ROOT;
  }

  private isInVain(node: number, back: number): boolean {
    if (back === ROOT) return false;
    const next = this.records[back * RECORD]!;
    return next === 0 || (next > 0 && this.child(node, next) !== ROOT);
  }
}

function* tablesOf(trie: Trie, records: Int32Array, fromRoot: Int32Array): Cooperative<Int32Array> {
  let length = 1;
  for (let node = 1; node < trie.size; node++) {
    if (trie.children[node]! < 2) continue;
    const slots = slotsFor(trie.children[node]!);
    records[node * RECORD] = -length;
    records[node * RECORD + TO] = slots - 1;
    length += 2 * slots;
  }
  const tables = new Int32Array(length);
  for (let node = 1; node < trie.size; node++) {
    if (node % NODES_OF_A_SLICE === 0) yield;
    const parent = trie.parent[node]! * RECORD;
    const symbol = trie.symbol[node]!;
    if (parent === ROOT) fromRoot[symbol] = node;
    else if (records[parent]! < 0) insert(tables, -records[parent]!, records[parent + TO]!, [symbol, node]);
    else {
      records[parent] = symbol;
      records[parent + TO] = node;
    }
  }
  return tables;
}

function childrenInRows(trie: Trie): Int32Array {
  const rows = new Int32Array(trie.dense * LOW);
  for (let node = 1; node < trie.size; node++) {
    const parent = trie.parent[node]!;
    if (parent < trie.dense && trie.symbol[node]! < LOW) rows[parent * LOW + trie.symbol[node]!] = node;
  }
  return rows;
}

/** At most two thirds full, so that looking in vain ends soon. */
function slotsFor(children: number): number {
  return 2 ** Math.ceil(Math.log2(children * 1.5));
}

function insert(tables: Int32Array, table: number, mask: number, pair: readonly [symbol: number, node: number]): void {
  let slot = pair[0] & mask;
  while (tables[table + slot * 2] !== 0) slot = (slot + 1) & mask;
  tables[table + slot * 2] = pair[0];
  tables[table + slot * 2 + 1] = pair[1];
}
