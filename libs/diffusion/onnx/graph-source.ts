import { dirname } from 'node:path';
import { FileBytes } from './file-bytes.js';

/** Where a graph comes from: its own file, or a checkpoint that it is built from. */
export interface GraphSource {
  /** Of the graph's file, or where an export would have it. Identifies the graph and names it in errors. */
  readonly path: string;
  /** Folder of its external data. */
  readonly folder: string;
  /** @throws Error of the file system; RangeError when it is not a regular file; ModelFolderError about the checkpoint */
  open(): FileBytes;
}

export function graphFile(path: string): GraphSource {
  return { path, folder: dirname(path), open: () => FileBytes.open(path) };
}

/** @param build called whenever the graph is read, because it takes milliseconds. May throw ModelFolderError */
export function builtGraph(path: string, folder: string, build: () => Buffer): GraphSource {
  return { path, folder, open: () => FileBytes.of(build()) };
}
