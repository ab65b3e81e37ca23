import { join } from 'node:path';
import type { OnnxFile } from './onnx-file.js';
import type { DataLocation } from './external-data.js';
import type { FileBytes } from './file-bytes.js';
import { externalTensor } from './external-tensor.js';
import { bytesField, bytesKey } from './protobuf.js';

/** The new location of a weight, always in a file. */
export type NewDataLocation = DataLocation & {
  readonly location: string;
  /** ONNX data type, if it changes. */
  readonly type?: number;
};

const MODEL_GRAPH = 7;
const GRAPH_INITIALIZER = 5;

/** Smaller weights stay inside the graph. */
const LARGE_BYTES = 64 * 1024;

/**
 * Locations of all weights that are stored in other files, and of the large ones in the graph's file.
 * @param name maps a file's path to its name in the new graph
 */
export function externalizableWeights(
  { source, weights }: OnnxFile,
  name: (path: string) => string,
): Map<string, NewDataLocation> {
  const locations = new Map<string, NewDataLocation>();
  for (const { name: weight, dataLocation } of weights.values()) {
    if (!dataLocation || (dataLocation.location === undefined && dataLocation.length < LARGE_BYTES)) continue;
    const file = dataLocation.location === undefined ? source.path : join(source.folder, dataLocation.location);
    locations.set(weight, { ...dataLocation, location: name(file) });
  }
  return locations;
}

/**
 * Copies the file's bytes with some weights declared as external data. Everything else stays byte-identical.
 * @param locations new locations by weight name
 */
export function withExternalWeights(onnx: OnnxFile, locations: ReadonlyMap<string, NewDataLocation>): Buffer {
  const file = onnx.source.open();
  try {
    const graph = graphPieces(onnx, locations, file);
    const { range } = onnx.graph;
    const length = graph.reduce((sum, piece) => sum + piece.length, 0);
    const before = file.copy(0, range.start);
    const after = range.end < onnx.length ? file.copy(range.end, onnx.length - range.end) : Buffer.alloc(0);
    return Buffer.concat([before, bytesKey(MODEL_GRAPH, length), ...graph, after]);
  } finally {
    file.close();
  }
}

function graphPieces(onnx: OnnxFile, locations: ReadonlyMap<string, NewDataLocation>, file: FileBytes): Buffer[] {
  const pieces: Buffer[] = [];
  let copiedUntil = onnx.graph.content.start;
  const copyUntil = (end: number) => {
    if (end > copiedUntil) pieces.push(file.copy(copiedUntil, end - copiedUntil));
  };
  // The map iterates in file order.
  for (const weight of onnx.weights.values()) {
    const location = locations.get(weight.name);
    if (!location) continue;
    copyUntil(weight.range.start);
    pieces.push(
      bytesField(GRAPH_INITIALIZER, externalTensor(weight.name, location.type ?? weight.type, weight.dims, location)),
    );
    copiedUntil = weight.range.end;
  }
  copyUntil(onnx.graph.content.end);
  return pieces;
}
