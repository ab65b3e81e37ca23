import { join } from 'node:path';
import { FileFormatError } from '../../fault.js';
import { FileBytes } from '../../onnx/file-bytes.js';
import { type Range, WIRE } from '../../onnx/protobuf.js';
import { InspectionError, type FileMetadata } from '../result.js';
import { GraphValidator } from './graph-validator.js';
import { readSigned, readStrictFields } from './messages.js';
import type { SiblingFiles } from './tensors.js';
import type { GraphValue } from './values.js';

export interface InspectedGraph {
  readonly facts: Omit<FileMetadata, 'format'>;
  /** Shape of each weight. */
  readonly weights: ReadonlyMap<string, readonly number[]>;
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** External data files that the graph references. */
  readonly locations: ReadonlySet<string>;
}

/** By file path. */
export type Graphs = ReadonlyMap<string, InspectedGraph>;

const MODEL = { ir: 1, graph: 7 };
/** The highest IR version that the runtime reads. */
const MAX_IR = 13;
/** Limit in bytes for metadata and documentation. The graph itself doesn't count. */
const MAX_TEXT_BYTES = 2 ** 20;

/**
 * Validates a whole graph before native code reads it.
 * @param of `path` for error messages; `beside` when the folder is available
 * @throws RangeError when the graph is incomplete; InspectionError
 */
export function inspectOnnx(
  file: FileBytes,
  { path, siblingFiles }: { readonly path: string; readonly siblingFiles?: SiblingFiles },
): InspectedGraph {
  const graph = findGraph(file, path);
  const openFiles = new Map<string, FileBytes>();
  const open = (location: string): FileBytes => {
    const file = openFiles.get(location) ?? FileBytes.open(join(siblingFiles?.folder ?? '', location));
    openFiles.set(location, file);
    return file;
  };
  const validator = new GraphValidator(file, path, siblingFiles, open);
  try {
    validator.validateGraph(graph);
  } finally {
    for (const one of openFiles.values()) one.close();
  }
  const { tensors, parameters, weights, inputs, outputs, locations } = validator;
  const facts = { tensors, parameters, dtypes: [...validator.dtypes].sort() };
  return { facts, weights, inputs, outputs, locations };
}

function findGraph(file: FileBytes, path: string): Range {
  let graph: Range | undefined;
  let textBytes = 0;
  for (const { number, wireType, content } of readStrictFields(file, { start: 0, end: file.length }, 'model')) {
    if (number === MODEL.graph) graph = content;
    else if (wireType === WIRE.bytes) textBytes += content.end - content.start;
    const version = number === MODEL.ir ? readSigned(file, content) : 0;
    if (version > MAX_IR) {
      const fault = { reasonKey: 'unsupportedIrVersion', version, most: MAX_IR } as const;
      throw new FileFormatError('it is of a later version of ONNX', fault);
    }
  }
  if (textBytes > MAX_TEXT_BYTES) {
    throw new FileFormatError(`${textBytes} bytes of metadata are too many`, { reasonKey: 'stringTooLong' });
  }
  if (graph) return graph;
  throw new InspectionError('MODEL_GRAPH_INVALID', {
    path,
    reasonKey: 'emptyGraph',
    reason: 'there is no graph in it',
  });
}
