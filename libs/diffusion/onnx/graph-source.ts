import { dirname } from 'node:path';
import { FileBytes } from './file-bytes.js';

/** Where a graph comes from: its own file, or a checkpoint that it is built from. */
export interface GraphSource {
  /** Of the graph's file, or where an export would have it. Identifies the graph and names it in errors. */
  readonly path: string;
  /** Folder of its external data. */
  readonly folder: string;
  /** Whether the names of its external files are this program's own, so that they may be links. */
  readonly trustsLinks: boolean;
  /** The same graph computing with 16 bits, if its weights have no more. Its weights have the same names. */
  readonly half?: GraphSource;
  /** @throws Error of the file system; RangeError when it is not a regular file; ModelFolderError about the checkpoint */
  open(): FileBytes;
}

export function graphFile(path: string): GraphSource {
  return { path, folder: dirname(path), trustsLinks: false, open: () => FileBytes.open(path) };
}

/**
 * @param build called whenever the graph is read, because it takes milliseconds. May throw ModelFolderError
 * @param buildHalf as `build`, for the graph that computes with 16 bits
 */
export function builtGraph(
  path: string,
  folder: string,
  build: () => Buffer,
  buildHalf: (() => Buffer) | undefined = undefined,
): GraphSource {
  const graph = { path, folder, trustsLinks: true, open: () => FileBytes.of(build()) };
  return buildHalf ? { ...graph, half: { ...graph, open: () => FileBytes.of(buildHalf()) } } : graph;
}
