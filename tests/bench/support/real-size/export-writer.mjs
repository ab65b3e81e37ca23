import { closeSync, mkdirSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { AdaptableLayers } from '../../../../dist/libs/diffusion/checkpoint/adaptable-layers.js';
import { readCheckpoint } from '../../../../dist/libs/diffusion/checkpoint/checkpoint.js';
import { Layers } from '../../../../dist/libs/diffusion/checkpoint/layers.js';
import { buildUnet } from '../../../../dist/libs/diffusion/checkpoint/unet-graph.js';
import { readModelFolder } from '../../../../dist/libs/diffusion/index.js';
import { builtGraph } from '../../../../dist/libs/diffusion/onnx/graph-source.js';
import { decodeValues } from '../../../../dist/libs/diffusion/safetensors/values.js';
import { countOf } from './checkpoint-writer.mjs';

/** How the export differs from the graphs that the engine builds. Printed with the figures. */
export const EXPORT_FORM =
  'the graphs of the checkpoint, with weights in float32 beside them, MatMul + Add on transposed weights, attention as ' +
  'MatMul, Softmax, MatMul with q and k scaled before (scaled_dot_product_attention), SiLU as Sigmoid and Mul, GELU as Erf';

const DATA_FILE = 'model.onnx_data';
const ALIGNMENT = 4096;

/** Writes a checkpoint as the folder of an export, as exporters write its layers. @param checkpoint its path */
export async function writeExport(checkpoint, folder) {
  const model = await readModelFolder(checkpoint);
  const { graphs, secondTextEncoder: second } = model;
  const unet = await uncontrolledUnet(checkpoint, model);
  const parts = { text_encoder: graphs.textEncoder, unet, vae_decoder: graphs.vaeDecoder };
  for (const [name, graph] of Object.entries({ ...parts, ...(second && { text_encoder_2: second.graph }) })) {
    writePart(join(folder, name), graph);
  }
  writeConfigs(folder, model);
}

/** Exporters write a UNet without the inputs for ControlNets. */
async function uncontrolledUnet(checkpoint, { graphs, controlNetOptions }) {
  const { unet } = await readCheckpoint(checkpoint);
  const options = { ...controlNetOptions, isControlled: false };
  return builtGraph(graphs.unet.path, graphs.unet.folder, () => buildUnet(unet, options));
}

function writePart(folder, graph) {
  mkdirSync(folder, { recursive: true });
  const data = new ExternalDataWriter(join(folder, DATA_FILE), graph.folder);
  const restore = exportInstead(data);
  try {
    const file = graph.open();
    writeFileSync(join(folder, 'model.onnx'), file.copy(0, file.length));
    file.close();
  } finally {
    restore();
    data.close();
  }
}

function writeConfigs(folder, { tokenizer, secondTextEncoder, family, textWidth, vae }) {
  const write = (part, file, value) => {
    mkdirSync(join(folder, part), { recursive: true });
    writeFileSync(join(folder, part, file), JSON.stringify(value));
  };
  const className = secondTextEncoder ? 'StableDiffusionXLPipeline' : 'StableDiffusionPipeline';
  write('.', 'model_index.json', { _class_name: className, force_zeros_for_empty_prompt: Boolean(secondTextEncoder) });
  const noise = { num_train_timesteps: 1000, beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' };
  write('scheduler', 'scheduler_config.json', {
    _class_name: 'DDIMScheduler',
    steps_offset: 1,
    clip_sample: false,
    ...noise,
  });
  const texts = { tokenizer, ...(secondTextEncoder && { tokenizer_2: secondTextEncoder.tokenizer }) };
  for (const [part, source] of Object.entries(texts)) {
    write(part, 'tokenizer.json', source.json);
    write(part, 'tokenizer_config.json', { pad_token: source.padToken, model_max_length: source.maxLength });
  }
  const levels = Array(family === 'sdxl' ? 3 : 4).fill(0);
  write('unet', 'config.json', {
    ...{ cross_attention_dim: textWidth, block_out_channels: levels },
    ...(family === 'sdxl' && { addition_embed_type: 'text_time' }),
  });
  const factor = Math.log2(vae.spatialFactor) + 1;
  write('vae_decoder', 'config.json', {
    latent_channels: vae.latentChannels,
    block_out_channels: Array(factor).fill(0),
  });
}

/** The weights of a graph in float32, in a file beside it. */
class ExternalDataWriter {
  #file;
  #folder;
  #length = 0;
  #known = new Map();

  constructor(path, folder) {
    this.#file = openSync(path, 'w');
    this.#folder = folder;
  }

  /** @returns where the values lie */
  add(path, { location, offset, length, dtype, shape }, isTransposed) {
    const known = this.#known.get(path);
    if (known) return known;
    const bytes = Buffer.alloc(length);
    const source = openSync(join(this.#folder, location), 'r');
    readSync(source, bytes, 0, length, offset);
    closeSync(source);
    const values = decodeValues(bytes, dtype);
    const written = isTransposed ? transposed(values, shape[0], countOf(shape) / shape[0]) : values;
    const data = { location: DATA_FILE, offset: this.#length, length: written.byteLength };
    writeSync(
      this.#file,
      new Uint8Array(written.buffer, written.byteOffset, written.byteLength),
      0,
      written.byteLength,
      this.#length,
    );
    this.#length = Math.ceil((this.#length + written.byteLength) / ALIGNMENT) * ALIGNMENT;
    this.#known.set(path, data);
    return data;
  }

  close() {
    closeSync(this.#file);
  }
}

function transposed(values, rows, columns) {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = values[row * columns + column];
  }
  return result;
}

/** Has the graph builders write operators of exporters. @returns a function that ends it */
function exportInstead(data) {
  const layers = Layers.prototype;
  const original = Object.getOwnPropertyDescriptors(layers);
  const scalar = (graph, value) => graph.floats([value], []);
  const weightOf = (self, path, dims, isTransposed = false) => {
    const tensor = self.tensors.get(path);
    return self.graph.weight(path, 'float32', dims ?? tensor.shape, data.add(path, tensor, isTransposed));
  };
  Object.assign(layers, {
    weight(path, dims) {
      return weightOf(this, path, dims);
    },
    linear(x, path, { hasBias = true } = {}) {
      const { graph } = this;
      const [out] = this.tensors.get(`${path}.weight`).shape;
      const made = graph.node('MatMul', [x.value, weightOf(this, `${path}.weight`, [x.width, out], true)]);
      return { value: hasBias ? graph.node('Add', [made, weightOf(this, `${path}.bias`)]) : made, width: out };
    },
    quickGelu({ value, width }, alpha) {
      const { graph } = this;
      const scaled = alpha === 1 ? value : graph.node('Mul', [value, scalar(graph, alpha)]);
      return { value: graph.node('Mul', [value, graph.node('Sigmoid', [scaled])]), width };
    },
    gelu({ value, width }) {
      return { value: erfGelu(this.graph, value), width };
    },
    gate({ value, width }) {
      const { graph } = this;
      const [left, right] = graph.split(value, 2);
      return { value: graph.node('Mul', [left, erfGelu(graph, right)]), width: width / 2 };
    },
    attention({ from, to, heads, bias }, path, names) {
      const { graph } = this;
      const project = (x, name) => this.linear(x, `${path}.${name}`, { hasBias: names.hasBiases });
      const apart = (x, sides, perm) => {
        const shape = graph.node('Concat', [sides, graph.integers([heads, x.width / heads])], { axis: 0 });
        return graph.node('Transpose', [graph.node('Reshape', [x.value, shape])], { perm });
      };
      const query = project(from.flat, names.query);
      const key = project(to.flat, names.key);
      const { width } = query;
      const scale = (value) => graph.node('Mul', [value, scalar(graph, (width / heads) ** -0.25)]);
      const scores = graph.node('MatMul', [
        scale(apart(query, from.sides, [0, 2, 1, 3])),
        scale(apart(key, to.sides, [0, 2, 3, 1])),
      ]);
      const masked = bias === undefined ? scores : graph.node('Add', [scores, bias]);
      const value = apart(project(to.flat, names.value), to.sides, [0, 2, 1, 3]);
      const attended = graph.node('MatMul', [graph.node('Softmax', [masked], { axis: -1 }), value]);
      const beside = graph.node('Transpose', [attended], { perm: [0, 2, 1, 3] });
      return this.linear(
        { value: graph.node('Reshape', [beside, graph.integers([-1, width])]), width },
        `${path}.${names.out}`,
      );
    },
  });
  const adaptable = AdaptableLayers.prototype;
  const adaptableConv = adaptable.conv;
  adaptable.conv = layers.conv;
  return () => {
    Object.defineProperties(layers, original);
    adaptable.conv = adaptableConv;
  };
}

function erfGelu(graph, x) {
  const number = (value) => graph.floats([value], []);
  const error = graph.node('Erf', [graph.node('Div', [x, number(Math.SQRT2)])]);
  const share = graph.node('Add', [error, number(1)]);
  return graph.node('Mul', [graph.node('Mul', [x, share]), number(0.5)]);
}
