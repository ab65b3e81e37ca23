import type { Cooperative } from '../cooperative.js';
import type { Trie } from './trie.js';
import { buildTrie, LOW_SYMBOLS } from './trie.js';

/**
 * The record of a node: [0] the symbol of its only child, or the negative offset of its table; [1] that child, or the hash mask of the
 * table; [2] the failure link; [3] 1 when a key ends here.
 */
const RECORD_LENGTH = 4;
const CHILD = 1;
const FAILURE = 2;
const OUTPUT = 3;
const ROOT = 0;
const NODES_PER_SLICE = 8192;

/**
 * Aho-Corasick automaton (1975) in typed arrays. A step reads one record of 16 bytes, and a small hash table for nodes with several
 * children. Nodes near the root, where failure links end, have a complete row of transitions for the letters of the alphabet.
 */
export class Automaton {
  private constructor(
    private readonly records: Int32Array,
    /** Pairs of symbol and node, hashed by symbol, for each node with several children. */
    private readonly tables: Int32Array,
    /** The transition of each low symbol, for each node below `dense`. */
    private readonly rows: Int32Array,
    private readonly rootTransitions: Int32Array,
    private readonly outputs: { readonly keys: Int32Array; readonly shorterOutput: Int32Array },
  ) {
    this.denseCount = rows.length / LOW_SYMBOLS;
  }

  private readonly denseCount: number;

  /** @param keys distinct and not empty; each code unit is a symbol from 1 to `symbols - 1` */
  static *of(keys: readonly string[], symbols: number): Cooperative<Automaton> {
    const trie = yield* buildTrie(keys);
    const records = new Int32Array(trie.size * RECORD_LENGTH);
    const rootTransitions = new Int32Array(Math.max(symbols, LOW_SYMBOLS));
    const tables = yield* buildTables(trie, records, rootTransitions);
    const rows = buildRows(trie);
    const outputs = { keys: trie.endsKey, shorterOutput: new Int32Array(trie.size) };
    const automaton = new Automaton(records, tables, rows, rootTransitions, outputs);
    yield* automaton.linkFailures(trie);
    return automaton;
  }

  /** @returns the state after one more symbol; 0 is the root, to which unknown symbols lead */
  step(state: number, symbol: number): number {
    const { records } = this;
    const firstSparse = symbol < LOW_SYMBOLS ? this.denseCount : 1;
    let node = state;
    while (node >= firstSparse) {
      const record = node * RECORD_LENGTH;
      const next = records[record]!;
      if (next === symbol) return records[record + CHILD]!;
      if (next < 0) {
        const child = this.lookUp(-next, records[record + CHILD]!, symbol);
        if (child !== 0) return child;
      }
      node = records[record + FAILURE]!;
    }
    return symbol < LOW_SYMBOLS ? this.rows[node * LOW_SYMBOLS + symbol]! : this.rootTransitions[symbol]!;
  }

  /** @returns the state of the longest key that ends in this state, or 0 */
  outputAt(state: number): number {
    if (this.records[state * RECORD_LENGTH + OUTPUT] === 0) return 0;
    return this.outputs.keys[state] === 0 ? this.outputs.shorterOutput[state]! : state;
  }

  /** @returns the index of the key of a state from `outputAt` or `shorterOutput` */
  keyAt(state: number): number {
    return this.outputs.keys[state]! - 1;
  }

  /** @returns the state of the next shorter key that ends here, or 0 */
  shorterOutput(state: number): number {
    return this.outputs.shorterOutput[state]!;
  }

  private lookUp(table: number, mask: number, symbol: number): number {
    const { tables } = this;
    for (let slot = symbol & mask; ; slot = (slot + 1) & mask) {
      const candidate = tables[table + slot * 2]!;
      if (candidate === symbol) return tables[table + slot * 2 + 1]!;
      if (candidate === 0) return 0;
    }
  }

  /**
   * Computes failure links breadth first. Steps use compressed links, which skip nodes whose transitions the node has itself.
   */
  private *linkFailures(trie: Trie): Cooperative<void> {
    const { records, outputs } = this;
    const { keys, shorterOutput } = outputs;
    const failures = new Int32Array(trie.size);
    for (let n = 0; n < trie.size; n++) {
      if (n % NODES_PER_SLICE === 0) yield;
      const node = trie.byDepth[n]!;
      if (node === ROOT) continue;
      const parent = trie.parent[node]!;
      const failure = parent === ROOT ? ROOT : this.childOfSuffix(failures, failures[parent]!, trie.symbol[node]!);
      failures[node] = failure;
      shorterOutput[node] = keys[failure] === 0 ? shorterOutput[failure]! : failure;
      records[node * RECORD_LENGTH + OUTPUT] = keys[node] !== 0 || shorterOutput[node] !== 0 ? 1 : 0;
      records[node * RECORD_LENGTH + FAILURE] = this.isRedundant(node, failure)
        ? records[failure * RECORD_LENGTH + FAILURE]!
        : failure;
      if (node < this.denseCount) this.completeRow(node, failure);
    }
  }

  /** Fills missing transitions from the failure node, whose row is complete. */
  private completeRow(node: number, failure: number): void {
    const { rows } = this;
    for (let symbol = 0; symbol < LOW_SYMBOLS; symbol++) {
      if (rows[node * LOW_SYMBOLS + symbol] === 0) {
        rows[node * LOW_SYMBOLS + symbol] = rows[failure * LOW_SYMBOLS + symbol]!;
      }
    }
  }

  /** @returns the child by a symbol of a node, or of the first node on its failure path that has one */
  private childOfSuffix(failures: Int32Array, start: number, symbol: number): number {
    let node = start;
    for (; node !== ROOT; node = failures[node]!) {
      const child = this.child(node, symbol);
      if (child !== ROOT) return child;
    }
    return this.rootTransitions[symbol]!;
  }

  private child(node: number, symbol: number): number {
    const record = node * RECORD_LENGTH;
    const next = this.records[record]!;
    if (next === symbol) return this.records[record + CHILD]!;
    return next < 0 ? this.lookUp(-next, this.records[record + CHILD]!, symbol) : ROOT;
  }

  private isRedundant(node: number, failure: number): boolean {
    if (failure === ROOT) return false;
    const next = this.records[failure * RECORD_LENGTH]!;
    return next === 0 || (next > 0 && this.child(node, next) !== ROOT);
  }
}

function* buildTables(trie: Trie, records: Int32Array, rootTransitions: Int32Array): Cooperative<Int32Array> {
  let length = 1;
  for (let node = 1; node < trie.size; node++) {
    if (trie.children[node]! < 2) continue;
    const slots = slotsFor(trie.children[node]!);
    records[node * RECORD_LENGTH] = -length;
    records[node * RECORD_LENGTH + CHILD] = slots - 1;
    length += 2 * slots;
  }
  const tables = new Int32Array(length);
  for (let node = 1; node < trie.size; node++) {
    if (node % NODES_PER_SLICE === 0) yield;
    const parent = trie.parent[node]! * RECORD_LENGTH;
    const symbol = trie.symbol[node]!;
    if (parent === ROOT) rootTransitions[symbol] = node;
    else if (records[parent]! < 0) insert(tables, -records[parent]!, records[parent + CHILD]!, [symbol, node]);
    else {
      records[parent] = symbol;
      records[parent + CHILD] = node;
    }
  }
  return tables;
}

function buildRows(trie: Trie): Int32Array {
  const rows = new Int32Array(trie.denseCount * LOW_SYMBOLS);
  for (let node = 1; node < trie.size; node++) {
    const parent = trie.parent[node]!;
    if (parent < trie.denseCount && trie.symbol[node]! < LOW_SYMBOLS) {
      rows[parent * LOW_SYMBOLS + trie.symbol[node]!] = node;
    }
  }
  return rows;
}

/** Keeps tables at most two thirds full, so that misses are fast. */
function slotsFor(children: number): number {
  return 2 ** Math.ceil(Math.log2(children * 1.5));
}

function insert(tables: Int32Array, table: number, mask: number, pair: readonly [symbol: number, node: number]): void {
  let slot = pair[0] & mask;
  while (tables[table + slot * 2] !== 0) slot = (slot + 1) & mask;
  tables[table + slot * 2] = pair[0];
  tables[table + slot * 2 + 1] = pair[1];
}
