import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { OnnxFile } from '../onnx/onnx-file.js';
import type { LoraPart } from './lora-names.js';
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
    const path = graphPath(modelDir, part);
    if (!existsSync(path)) continue;
    const onnx = await readOnnxFile(graphFile(path));
    const targets = weightTargets(onnx);
    graphs.set(part, { onnx, targets, table: new ModuleTable(targets) });
  }
  return graphs;
}
