import { dirname, join } from 'node:path';
import type { OnnxFile } from './onnx-file.js';
import type { DataLocation } from './external-data.js';
import type { Weight } from './weight.js';
import { FileBytes } from './file-bytes.js';
import { bytesField, bytesKey, varintField } from './protobuf.js';

/** The new location of a weight, always in a file. */
export type NewDataLocation = DataLocation & { readonly location: string };

const MODEL_GRAPH = 7;
const GRAPH_INITIALIZER = 5;
const EXTERNAL = 1;

/** Smaller weights stay inside the graph. */
const LARGE_BYTES = 64 * 1024;

/**
 * Locations of all weights that are stored in other files, and of the large ones in the graph's file.
 * @param name maps a file's path to its name in the new graph
 */
export function externalizableWeights(
  { path, weights }: OnnxFile,
  name: (path: string) => string,
): Map<string, NewDataLocation> {
  const places = new Map<string, NewDataLocation>();
  for (const { name: weight, place } of weights.values()) {
    if (!place || (place.location === undefined && place.length < LARGE_BYTES)) continue;
    const file = place.location === undefined ? path : join(dirname(path), place.location);
    places.set(weight, { ...place, location: name(file) });
  }
  return places;
}

/**
 * Copies the file's bytes with some weights declared as external data. Everything else stays byte-identical.
 * @param moved new locations by weight name
 */
export function withExternalWeights(onnx: OnnxFile, moved: ReadonlyMap<string, NewDataLocation>): Buffer {
  const file = FileBytes.open(onnx.path);
  try {
    const graph = graphPieces(onnx, moved, file);
    const { whole } = onnx.graph;
    const length = graph.reduce((sum, piece) => sum + piece.length, 0);
    const before = file.copy(0, whole.start);
    const after = whole.end < onnx.length ? file.copy(whole.end, onnx.length - whole.end) : Buffer.alloc(0);
    return Buffer.concat([before, bytesKey(MODEL_GRAPH, length), ...graph, after]);
  } finally {
    file.close();
  }
}

function graphPieces(onnx: OnnxFile, moved: ReadonlyMap<string, NewDataLocation>, file: FileBytes): Buffer[] {
  const pieces: Buffer[] = [];
  let at = onnx.graph.content.start;
  const keepUntil = (end: number) => {
    if (end > at) pieces.push(file.copy(at, end - at));
  };
  // The map iterates in file order.
  for (const weight of onnx.weights.values()) {
    const place = moved.get(weight.name);
    if (!place) continue;
    keepUntil(weight.whole.start);
    pieces.push(bytesField(GRAPH_INITIALIZER, tensor(weight, place)));
    at = weight.whole.end;
  }
  keepUntil(onnx.graph.content.end);
  return pieces;
}

function tensor({ name, type, dims }: Weight, { location, offset, length }: NewDataLocation): Buffer {
  const entry = (key: string, value: string) =>
    bytesField(13, Buffer.concat([bytesField(1, key), bytesField(2, value)]));
  return Buffer.concat([
    ...dims.map((side) => varintField(1, side)),
    varintField(2, type),
    bytesField(8, name),
    entry('location', location),
    entry('offset', String(offset)),
    entry('length', String(length)),
    varintField(14, EXTERNAL),
  ]);
}
