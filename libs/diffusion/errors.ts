import type { FileFaultReason } from './fault.js';

/** What is wrong with a model folder: something is not there, cannot be read, is of a kind not supported, or does not fit together. */
export type ModelFolderCode = 'FILE_MISSING' | 'FILE_UNREADABLE' | 'NOT_SUPPORTED' | 'DOES_NOT_FIT';

/** A model folder that cannot be served. The message names the file, the reason, and what would fit. */
export class ModelFolderError extends Error {
  constructor(
    readonly code: ModelFolderCode,
    readonly file: string,
    readonly reason: string,
    readonly fits: string,
    readonly fileFaultReason: FileFaultReason,
  ) {
    super(`${file}: ${reason}. What fits: ${fits}`);
    this.name = 'ModelFolderError';
  }
}

export type RenderErrorCode =
  | 'RENDER_NAN'
  | 'RENDER_UNIFORM'
  | 'RENDER_BLACK'
  | 'RENDER_SATURATED'
  | 'RENDER_OUT_OF_RANGE';

/** An image that cannot be had: the job is out of the model's range, or what came out is broken. */
export class RenderError extends Error {
  constructor(
    readonly code: RenderErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'RenderError';
  }
}

/** A LoRA that cannot be used: its file is broken, or nothing in it matches the model. */
export class LoraError extends Error {
  readonly code = 'LORA_INVALID';

  constructor(
    /** Its name without a folder. */
    readonly file: string,
    readonly reason: string,
    readonly fileFaultReason: FileFaultReason,
  ) {
    super(`${file}: ${reason}`);
    this.name = 'LoraError';
  }
}

/** A model for which there is no memory, also after everything idle was put away. Bytes. */
export class OutOfMemoryError extends Error {
  readonly code = 'MODEL_OUT_OF_MEMORY';

  constructor(
    readonly neededBytes: number,
    readonly availableBytes: number,
    readonly reason: string,
  ) {
    super(`it needs ${inWords(neededBytes)} and ${inWords(availableBytes)} are available: ${reason}`);
    this.name = 'OutOfMemoryError';
  }
}

function inWords(bytes: number): string {
  if (bytes === 0) return 'more memory';
  const gibibytes = bytes / 2 ** 30;
  return gibibytes >= 1 ? `${gibibytes.toFixed(1)} GiB` : `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
