/** What is wrong with a model folder: something is not there, cannot be read, is of a kind not supported, or does not fit together. */
export type ModelFolderCode = 'FILE_MISSING' | 'FILE_UNREADABLE' | 'NOT_SUPPORTED' | 'DOES_NOT_FIT';

/** A model folder that cannot be served. The message names the file, the reason, and what would fit. */
export class ModelFolderError extends Error {
  constructor(
    readonly code: ModelFolderCode,
    readonly file: string,
    readonly reason: string,
    readonly fits: string,
  ) {
    super(`${file}: ${reason}. What fits: ${fits}`);
    this.name = 'ModelFolderError';
  }
}

export type RenderErrorCode = 'RENDER_NAN' | 'RENDER_FLAT' | 'RENDER_OUT_OF_RANGE';

/** A picture that cannot be had: the job is out of the model's range, or what came out is broken. */
export class RenderError extends Error {
  constructor(
    readonly code: RenderErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'RenderError';
  }
}
