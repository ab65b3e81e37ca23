import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { OnnxFile } from '../onnx/onnx-file.js';
import type { LoraPart } from './lora-names.js';
import { readCheckpoint } from '../checkpoint/checkpoint.js';
import { checkpointAsFolder } from '../checkpoint/checkpoint-folder.js';
import type { GraphSource } from '../onnx/graph-source.js';
import { graphFile } from '../onnx/graph-source.js';
import { readOnnxFile } from '../onnx/onnx-file.js';
import { ModuleTable } from './module-table.js';
import { type WeightTarget, weightTargets } from './weight-targets.js';

/** A graph that LoRAs can change. */
export interface PatchableGraph {
  readonly onnx: OnnxFile;
  readonly targets: readonly WeightTarget[];
  readonly table: ModuleTable;
}

/** Path of the graph of a part, whether or not it exists. */
export function graphPath(modelDir: string, part: LoraPart): string {
  return join(modelDir, part, 'model.onnx');
}

/** The graph of a part. A checkpoint builds it. */
async function findGraph(modelDir: string, part: LoraPart): Promise<GraphSource | undefined> {
  const path = graphPath(modelDir, part);
  if (existsSync(path)) return graphFile(path);
  const checkpoint = await readCheckpoint(modelDir);
  if (!checkpoint) return undefined;
  const { graphs, secondTextEncoder } = checkpointAsFolder(modelDir, checkpoint);
  return [graphs.unet, graphs.textEncoder, secondTextEncoder?.graph].find((graph) => graph?.path === path);
}

/**
 * Reads the given graphs of a model without their weights.
 * @param parts skipped if the model doesn't have them
 * @throws ModelFolderError
 */
export async function readPatchableGraphs(
  modelDir: string,
  parts: Iterable<LoraPart>,
): Promise<Map<LoraPart, PatchableGraph>> {
  const graphs = new Map<LoraPart, PatchableGraph>();
  for (const part of new Set(parts)) {
    const source = await findGraph(modelDir, part);
    if (!source) continue;
    const onnx = await readOnnxFile(source);
    const targets = weightTargets(onnx);
    graphs.set(part, { onnx, targets, table: new ModuleTable(targets) });
  }
  return graphs;
}
