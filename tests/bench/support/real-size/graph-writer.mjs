import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { constant, ELEMENT, externalEntry, message, model, node, text, whole } from '../../../support/tiny-onnx.ts';

const NOISE_FILE = 'noise.bin';
/** Larger than the largest weight there is. */
const NOISE_BYTES = 128 * 2 ** 20;
const PAGE_BYTES = 4096;
/** The file begins with ones, for scale parameters. */
const ONES = 16 * PAGE_BYTES;
const CHUNK = 2 ** 20;
/** Small enough that values don't overflow, and large enough that none becomes denormal and slow. */
const AMPLITUDE = 0.06;
/** Any odd number: windows begin all over the file. */
const STRIDE = 7919;

/**
 * A network built operation by operation. Its weights are windows of one noise file, so that it takes little space on
 * disk; the runtime still packs each into separate memory.
 */
export class GraphWriter {
  parameters = 0;
  #nodes = [];
  #tensors = [];

  /** @returns the name of the output */
  op(kind, inputs, attributes) {
    const [name] = this.ops(kind, inputs, 1, attributes);
    return name;
  }

  ops(kind, inputs, count, attributes = Buffer.alloc(0)) {
    const names = Array.from({ length: count }, (_, index) => `v${this.#nodes.length}_${index}`);
    this.#nodes.push(node(kind, inputs, names, attributes));
    return names;
  }

  /** Trained weights. */
  weight(dims) {
    const bytes = 4 * product(dims);
    const pages = Math.floor((NOISE_BYTES - ONES - bytes) / PAGE_BYTES);
    return this.#learnt(dims, ONES + ((this.#tensors.length * STRIDE) % pages) * PAGE_BYTES);
  }

  /** Weights that training initializes and changes little. */
  scale(dims) {
    return this.#learnt(dims, 0);
  }

  /** Constants that are not trained. */
  numbers(dims, values) {
    return this.#add((name) => constant(name, dims, values));
  }

  shape(...sides) {
    return this.numbers([sides.length], BigInt64Array.from(sides, BigInt));
  }

  /** Writes `model.onnx` and its weights. @param from name of the output */
  write(folder, inputs, output, from) {
    const last = node('Identity', [from], [output.name]);
    writeFileSync(join(folder, 'model.onnx'), model([...this.#nodes, last], inputs, output, this.#tensors));
    writeNoise(join(folder, NOISE_FILE));
  }

  #learnt(dims, offset) {
    this.parameters += product(dims);
    const locations = Object.entries({ location: NOISE_FILE, offset, length: 4 * product(dims) });
    const entries = locations.map(([key, value]) => externalEntry(key, String(value)));
    const sides = dims.map((side) => whole(1, side));
    return this.#add((name) => message(...sides, whole(2, ELEMENT.float32), text(8, name), ...entries, whole(14, 1)));
  }

  #add(make) {
    const name = `w${this.#tensors.length}`;
    this.#tensors.push(make(name));
    return name;
  }
}

const product = (dims) => dims.reduce((all, side) => all * side, 1);

function writeNoise(path) {
  const file = openSync(path, 'w');
  writeSync(file, new Float32Array(ONES / 4).fill(1));
  const chunk = new Float32Array(CHUNK / 4);
  for (let position = ONES; position < NOISE_BYTES; position += CHUNK) {
    for (let index = 0; index < chunk.length; index++) chunk[index] = (Math.random() - 0.5) * AMPLITUDE;
    writeSync(file, chunk);
  }
  closeSync(file);
}
