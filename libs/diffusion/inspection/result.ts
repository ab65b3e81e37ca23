import type { Fault } from '../fault.js';

/** What is wrong with files from strangers; people get a sentence for each in both languages. */
export type InspectionCode =
  | 'MODEL_PICKLE'
  | 'MODEL_FILE_UNKNOWN'
  | 'MODEL_FILE_DAMAGED'
  | 'MODEL_FILE_EMPTY'
  | 'MODEL_PATH_REFUSED'
  | 'MODEL_TOO_LARGE'
  | 'MODEL_TOO_MANY_FILES'
  | 'MODEL_INCOMPLETE'
  | 'MODEL_GRAPH_INVALID'
  | 'MODEL_OPERATOR_REFUSED'
  | 'MODEL_TOO_MANY_NODES'
  | 'MODEL_EXTERNAL_DATA_REFUSED'
  | 'MODEL_WEIGHTS_INVALID'
  | 'MODEL_SHAPES_MISMATCH'
  | 'MODEL_NOT_FINITE'
  | 'MODEL_FOLDER_INVALID';

/**
 * `path` in the folder, `reason` in plain English, `because` what exactly, for a sentence in the reader's language, and what that
 * sentence needs.
 */
export type InspectionDetail = Readonly<Record<string, string | number | boolean>> & {
  readonly because?: Fault['because'];
};

export interface Refused {
  readonly ok: false;
  readonly code: InspectionCode;
  readonly detail: InspectionDetail;
}

/** What a file is, by its name and its first bytes both. `data`: weights that a graph beside it speaks of. */
export type FileFormat = 'onnx' | 'safetensors' | 'json' | 'text' | 'picture' | 'zip' | 'data';

/** By the paths of files. */
export type FormatOf = ReadonlyMap<string, FileFormat>;

/** What one file says by itself. */
export interface OneFileFacts {
  readonly format: FileFormat;
  readonly tensors: number;
  readonly parameters: number;
  readonly dtypes: readonly string[];
}

export type InspectedKind = 'model' | 'lora' | 'weights';
export type InspectedBase = 'sd1' | 'sd2' | 'sdxl' | 'other';

/** What all files together say. */
export interface InspectedFacts {
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
  readonly takesPictures?: boolean;
  readonly triggerWords: readonly string[];
  /** By the keys of `TRAINING_NOTES`. */
  readonly metadata: Readonly<Record<string, string>>;
}

export type FileInspection = { readonly ok: true; readonly facts: OneFileFacts } | Refused;
export type FolderInspection = { readonly ok: true; readonly facts: InspectedFacts } | Refused;

/** Thrown by whoever looks at a part; `refusedOr` makes a result of it. */
export class InspectionRefusal extends Error {
  constructor(
    readonly code: InspectionCode,
    readonly detail: InspectionDetail,
  ) {
    super(`${code} ${JSON.stringify(detail)}`);
    this.name = 'InspectionRefusal';
  }
}
