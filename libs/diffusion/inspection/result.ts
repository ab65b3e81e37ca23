import type { FileFaultReason } from '../fault.js';

/** What is wrong with files from strangers; users get a sentence for each in both languages. */
export type InspectionCode =
  | 'MODEL_PICKLE_NOT_ALLOWED'
  | 'MODEL_FILE_TYPE_UNSUPPORTED'
  | 'MODEL_FILE_CORRUPT'
  | 'MODEL_FILE_EMPTY'
  | 'MODEL_PATH_INVALID'
  | 'MODEL_TOO_LARGE'
  | 'MODEL_TOO_MANY_FILES'
  | 'MODEL_INCOMPLETE'
  | 'MODEL_GRAPH_INVALID'
  | 'MODEL_OPERATOR_NOT_ALLOWED'
  | 'MODEL_TOO_MANY_NODES'
  | 'MODEL_EXTERNAL_DATA_INVALID'
  | 'MODEL_WEIGHTS_INVALID'
  | 'MODEL_SHAPES_MISMATCH'
  | 'MODEL_WEIGHTS_NAN_OR_INF'
  | 'MODEL_FOLDER_INVALID';

/**
 * `path` in the folder, `reason` in plain English, `because` what exactly, for a sentence in the reader's language, and what that
 * sentence needs.
 */
export type InspectionDetail = Readonly<Record<string, string | number | boolean>> & {
  readonly reasonKey?: FileFaultReason['reasonKey'];
};

export interface InspectionRejection {
  readonly ok: false;
  readonly code: InspectionCode;
  readonly detail: InspectionDetail;
}

/** What a file is, by its name and its first bytes both. `data`: weights that a graph beside it speaks of. */
export type FileFormat = 'onnx' | 'safetensors' | 'json' | 'text' | 'image' | 'zip' | 'data';

/** By the paths of files. */
export type FormatOf = ReadonlyMap<string, FileFormat>;

/** What one file says by itself. */
export interface FileMetadata {
  readonly format: FileFormat;
  readonly tensors: number;
  readonly parameters: number;
  readonly dtypes: readonly string[];
}

export type InspectedKind = 'model' | 'lora' | 'weights';
export type InspectedBase = 'sd1' | 'sd2' | 'sdxl' | 'other';

/** What all files together say. */
export interface ModelFileMetadata {
  readonly kind: InspectedKind;
  readonly base: InspectedBase;
  readonly tensors: number;
  readonly parameters: number;
  readonly dtypes: readonly string[];
  readonly rank?: number;
  readonly modules?: number;
  readonly width?: number;
  readonly height?: number;
  readonly scheduler?: string;
  readonly supportsImg2img?: boolean;
  readonly triggerWords: readonly string[];
  /** By the keys of `TRAINING_NOTES`. */
  readonly metadata: Readonly<Record<string, string>>;
}

export type FileInspection = { readonly ok: true; readonly facts: FileMetadata } | InspectionRejection;
export type FolderInspection = { readonly ok: true; readonly facts: ModelFileMetadata } | InspectionRejection;

/** Thrown by whoever looks at a part; `refusedOr` makes a result of it. */
export class InspectionError extends Error {
  constructor(
    readonly code: InspectionCode,
    readonly detail: InspectionDetail,
  ) {
    super(`${code} ${JSON.stringify(detail)}`);
    this.name = 'InspectionRefusal';
  }
}
