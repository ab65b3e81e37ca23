import type { AdditionFacts } from '../additions/addition-facts.js';
import type { AdditionKind } from '../additions/addition-kind.js';
import type { FileFaultReason } from '../fault.js';

/** Error codes of inspections. The interface has a sentence for each in both languages. */
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
  | 'MODEL_FOLDER_INVALID'
  | 'MODEL_UNSUPPORTED';

/**
 * `path` is the file in the folder, `reason` is in English, and `reasonKey` selects a localized sentence with the
 * other entries as its parameters.
 */
export type InspectionDetail = Readonly<Record<string, string | number | boolean>> & {
  readonly reasonKey?: FileFaultReason['reasonKey'];
};

export interface InspectionRejection {
  readonly ok: false;
  readonly code: InspectionCode;
  readonly detail: InspectionDetail;
}

/** A file's format by its name and signature. `data` is external data of a graph. */
export type FileFormat = 'onnx' | 'safetensors' | 'json' | 'text' | 'image' | 'zip' | 'data';

/** By file path. */
export type FormatOf = ReadonlyMap<string, FileFormat>;

/** Metadata of one file. */
export interface FileMetadata {
  readonly format: FileFormat;
  readonly tensors: number;
  readonly parameters: number;
  readonly dtypes: readonly string[];
}

export type InspectedKind = 'model' | 'lora' | AdditionKind | 'weights';
export type InspectedBase = 'sd1' | 'sd2' | 'sdxl' | 'other';

/** Metadata of all files together. */
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
  readonly hasPreviewDecoder?: boolean;
  /** Of an embedding, VAE, ControlNet, or upscaler. */
  readonly addition?: AdditionFacts;
  /** What other weights are, if their tensors tell. */
  readonly weightsKind?: 'previewDecoder' | 'textEncoder';
  readonly triggerWords: readonly string[];
  /** Training metadata by the keys of `NOTES`. */
  readonly metadata: Readonly<Record<string, string>>;
}

export type FileInspection = { readonly ok: true; readonly facts: FileMetadata } | InspectionRejection;
export type FolderInspection = { readonly ok: true; readonly facts: ModelFileMetadata } | InspectionRejection;

/** Thrown by the individual checks. `toResult` converts it to a rejection. */
export class InspectionError extends Error {
  constructor(
    readonly code: InspectionCode,
    readonly detail: InspectionDetail,
  ) {
    super(`${code} ${JSON.stringify(detail)}`);
    this.name = 'InspectionError';
  }
}
