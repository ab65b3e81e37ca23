/** A graph to load instead of its file. */
export interface PatchedGraph {
  readonly model: Uint8Array;
  /** Where the files lie in which the graph says its weights are. */
  readonly folder: string;
  /** Called when it is loaded, or could not be: nothing of it is needed any more. */
  readonly dispose?: () => void;
}

/** Says which graphs of a model are to be changed before they are loaded. */
export interface GraphPatches {
  /** @returns undefined where the file is loaded as it is */
  patched(path: string): Promise<PatchedGraph | undefined>;
}
