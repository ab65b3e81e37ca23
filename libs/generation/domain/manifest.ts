/** One file. `path` is relative to the folder, with forward slashes. `sha256` is also its key in the blob store. */
export interface ManifestFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** The files of a hub model or addition, as a renderer downloads them. */
export interface Manifest {
  /** Of the whole: what takes record as its hash. */
  readonly hash: string;
  readonly files: readonly ManifestFile[];
}

/** What a renderer downloads for a take or a request; LoRAs and other additions by id, which is unique in the hub. */
export interface Manifests {
  readonly model?: Manifest;
  readonly additions?: Readonly<Record<string, Manifest>>;
}

export const bytesOf = ({ files }: Manifest): number => files.reduce((sum, { bytes }) => sum + bytes, 0);
