/** One file by its content; `path` in the folder, with forward slashes. `sha256` is also its key in the blob store. */
export interface ManifestFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** A model or a LoRA of the hub as whoever renders it brings it from the blob store. */
export interface Manifest {
  /** Of the whole: what takes record as the model's or the LoRA's hash. */
  readonly hash: string;
  readonly files: readonly ManifestFile[];
}

/** What of an order or a question lies in no folder of models; LoRAs by their ids. */
export interface Manifests {
  readonly model?: Manifest;
  readonly loras?: Readonly<Record<string, Manifest>>;
}

export const bytesOf = ({ files }: Manifest): number => files.reduce((sum, { bytes }) => sum + bytes, 0);
