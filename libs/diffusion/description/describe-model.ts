import { basename, dirname } from 'node:path';
import type { ModelFolder } from '../model-folder/model-folder.js';
import type { OnnxFile } from '../onnx/onnx-file.js';
import { textParts, contextLength } from '../model-folder/context-length.js';
import type { GraphSource } from '../onnx/graph-source.js';
import { readOnnxFile } from '../onnx/onnx-file.js';
import { modelFootprint } from '../pipeline-pool/footprint.js';
import { bytesOfValue, countOf, FLOAT16, FLOAT32 } from '../onnx/weight.js';
import { SIDE_MULTIPLE } from '../pipeline/image-job.js';

export type Precision = 'fp16' | 'fp32' | 'mixed' | 'other';

/** One graph of a model. */
export interface PartDescription {
  /** The name of its folder. */
  readonly name: string;
  /** The graph file plus its external data. */
  readonly bytes: number;
  readonly externalBytes: number;
  readonly weights: number;
  readonly precision: Precision;
}

/** Describes a model from its files alone, without loading the runtime. */
export interface ModelDescription {
  readonly family: 'sd1' | 'sd2' | 'sdxl' | 'other';
  /** Side length in pixels that the UNet was trained at, if its config has it. */
  readonly nativeSize: number | undefined;
  /** Image sides must be multiples of this. */
  readonly sizeMultiple: number;
  readonly prediction: string;
  /** Context length of each text encoder, in tokens. */
  readonly contextLengths: readonly number[];
  readonly parts: readonly PartDescription[];
  /** Estimated memory of the loaded model. */
  readonly estimatedBytes: number;
}

/** @throws ModelFolderError when a graph cannot be read */
export async function describeModel(folder: ModelFolder): Promise<ModelDescription> {
  const parts = await describeParts(folder);
  return {
    family: folder.family,
    nativeSize: folder.nativeCells && folder.nativeCells * folder.vae.spatialFactor,
    sizeMultiple: SIDE_MULTIPLE,
    prediction: folder.scheduler.predictionType,
    contextLengths: textParts(folder).map(contextLength),
    parts,
    estimatedBytes: (await modelFootprint(folder)).estimatedBytes,
  };
}

async function describeParts(folder: ModelFolder): Promise<PartDescription[]> {
  const { unet, vaeDecoder, vaeEncoder, previewDecoder } = folder.graphs;
  const texts = textParts(folder).map(({ graph }) => graph);
  const sources = [...texts, unet, vaeDecoder, vaeEncoder, previewDecoder].filter((source) => source !== undefined);
  return Promise.all(sources.map((source) => describePart(source)));
}

async function describePart(source: GraphSource): Promise<PartDescription> {
  const onnx = await readOnnxFile(source);
  const external = [...onnx.weights.values()].filter(({ dataLocation }) => dataLocation?.location !== undefined);
  const externalBytes = external.reduce((sum, { dataLocation }) => sum + (dataLocation?.length ?? 0), 0);
  return {
    name: basename(dirname(source.path)),
    bytes: onnx.length + externalBytes,
    externalBytes,
    weights: onnx.weights.size,
    precision: precisionOf(onnx),
  };
}

/** The type of most weight bytes. Ignores small constants of another type. */
function precisionOf({ weights }: OnnxFile): Precision {
  const bytes = new Map<number, number>();
  for (const weight of weights.values()) {
    const size = countOf(weight) * (bytesOfValue(weight.type) ?? 0);
    bytes.set(weight.type, (bytes.get(weight.type) ?? 0) + size);
  }
  const [halves, singles] = [bytes.get(FLOAT16) ?? 0, bytes.get(FLOAT32) ?? 0];
  if (halves + singles === 0) return 'other';
  if (halves > singles * DOMINANCE_RATIO) return 'fp16';
  return singles > halves * DOMINANCE_RATIO ? 'fp32' : 'mixed';
}

const DOMINANCE_RATIO = 9;
