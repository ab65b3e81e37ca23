import type { GraphSource } from '../onnx/graph-source.js';

/** A graph that is loaded instead of its file. */
export interface PatchedGraph {
  readonly model: Uint8Array;
  /** Folder of the graph's external data. */
  readonly folder: string;
  /** Called after loading or a failed load, when nothing of it is needed any more. */
  readonly dispose?: () => void;
}

/** Changes graphs of a model before they are loaded. */
export interface GraphPatches {
  /** @returns undefined to load the unchanged file. @throws the signal's reason when aborted */
  patch(source: GraphSource, signal?: AbortSignal): Promise<PatchedGraph | undefined>;
}
