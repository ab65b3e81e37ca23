import { basename, dirname, join } from 'node:path';
import type { FileBytes } from './file-bytes.js';
import type { GraphSource } from './graph-source.js';
import type { OnnxNode } from './node.js';
import type { Range } from './protobuf.js';
import type { Weight } from './weight.js';
import { ModelFolderError } from '../errors.js';
import { FileFormatError } from '../fault.js';
import { readNode } from './node.js';
import { fieldsOf, WIRE } from './protobuf.js';
import { readWeight } from './weight.js';

/** The nodes of an ONNX file, and the locations of its weights. */
export interface OnnxFile {
  readonly source: GraphSource;
  readonly nodes: readonly OnnxNode[];
  /** By name. */
  readonly weights: ReadonlyMap<string, Weight>;
  /** Byte ranges of the graph field and of its message. */
  readonly graph: { readonly range: Range; readonly content: Range };
  readonly length: number;
}

/** The largest exports have about 10,000 nodes. Parsing each takes time before any check can reject the file. */
const MAX_NODES = 100_000;
const MAX_WEIGHTS = 50_000;

/** Fields to read before yielding to other work of the thread. */
const FIELD_BATCH_SIZE = 2_000;

const MODEL = { graph: 7 };
const GRAPH = { node: 1, initializer: 5 };

/**
 * Reads nodes and locations of weights. Doesn't read values or subgraphs.
 * @throws ModelFolderError FILE_MISSING, FILE_UNREADABLE
 */
export async function readOnnxFile(source: GraphSource): Promise<OnnxFile> {
  const file = openOnnx(source);
  try {
    return await readModel(source, file);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw unreadableError(source.path, error);
  } finally {
    file.close();
  }
}

function openOnnx(source: GraphSource): FileBytes {
  try {
    return source.open();
  } catch (error) {
    if (error instanceof ModelFolderError) throw error;
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const code = isMissing ? 'FILE_MISSING' : 'FILE_UNREADABLE';
    const fault = { reasonKey: isMissing ? 'fileMissing' : 'unreadable' } as const;
    throw new ModelFolderError(code, shortName(source.path), reasonOf(error), 'a readable ONNX file', fault);
  }
}

async function readModel(source: GraphSource, file: FileBytes): Promise<OnnxFile> {
  const fileRange = { start: 0, end: file.length };
  const graphs = [...fieldsOf(file, fileRange)].filter((field) => field.number === MODEL.graph);
  const [graph] = graphs;
  if (!graph || graphs.length > 1 || graph.wireType !== WIRE.bytes) {
    throw new FileFormatError(`it contains ${graphs.length} graphs`, { reasonKey: 'emptyGraph' });
  }
  const nodes: OnnxNode[] = [];
  const weights = new Map<string, Weight>();
  let count = 0;
  for (const field of fieldsOf(file, graph.content)) {
    if (++count % FIELD_BATCH_SIZE === 0) await new Promise(setImmediate);
    if (field.wireType !== WIRE.bytes) continue;
    if (field.number === GRAPH.node) nodes.push(readNode(file, field.content));
    if (field.number === GRAPH.initializer) {
      const weight = readWeight(file, field, source.folder);
      if (weights.has(weight.name)) {
        throw new FileFormatError(`it contains ${weight.name} twice`, {
          reasonKey: 'duplicateName',
          name: weight.name,
        });
      }
      weights.set(weight.name, weight);
    }
    if (nodes.length > MAX_NODES) throw tooManyError('nodes', MAX_NODES);
    if (weights.size > MAX_WEIGHTS) throw tooManyError('weights', MAX_WEIGHTS);
  }
  return { source, nodes, weights, graph: { range: graph.range, content: graph.content }, length: file.length };
}

const tooManyError = (name: string, max: number) =>
  new FileFormatError(`it has more than ${max} ${name}`, { reasonKey: 'tooMany', name, most: max });

export function unreadableError(path: string, error: unknown): ModelFolderError {
  const reason = error instanceof Error ? error.message : String(error);
  const fault = error instanceof FileFormatError ? error.fileFaultReason : ({ reasonKey: 'unreadable' } as const);
  return new ModelFolderError('FILE_UNREADABLE', shortName(path), reason, 'a complete ONNX file', fault);
}

/** File name with its folder only, for error messages. */
export function shortName(path: string): string {
  return join(basename(dirname(path)), basename(path));
}

function reasonOf(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'there is no such file';
  return error instanceof Error ? error.message : String(error);
}
