import type { FileFaultReason } from './fault.js';

/** Categories of problems with a model folder: missing, unreadable, unsupported, or inconsistent. */
export type ModelFolderCode = 'FILE_MISSING' | 'FILE_UNREADABLE' | 'NOT_SUPPORTED' | 'DOES_NOT_FIT';

/** A model folder that cannot be loaded. The message names the file, the reason, and what is expected instead. */
export class ModelFolderError extends Error {
  constructor(
    readonly code: ModelFolderCode,
    readonly file: string,
    readonly reason: string,
    readonly expected: string,
    readonly fileFaultReason: FileFaultReason,
  ) {
    super(`${file}: ${reason}. Expected: ${expected}`);
    this.name = 'ModelFolderError';
  }
}

export type RenderErrorCode =
  | 'RENDER_NAN'
  | 'RENDER_UNIFORM'
  | 'RENDER_BLACK'
  | 'RENDER_SATURATED'
  | 'RENDER_OUT_OF_RANGE';

/** A failed render: the job is out of the model's range, or the output is broken. */
export class RenderError extends Error {
  constructor(
    readonly code: RenderErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'RenderError';
  }
}

/** An unusable LoRA: its file is broken, or no module matches the model. */
export class LoraError extends Error {
  readonly code = 'LORA_INVALID';

  constructor(
    /** The file name without its folder. */
    readonly file: string,
    readonly reason: string,
    readonly fileFaultReason: FileFaultReason,
  ) {
    super(`${file}: ${reason}`);
    this.name = 'LoraError';
  }
}

/** The model doesn't fit in memory, even after all idle models were evicted. Sizes in bytes. */
export class OutOfMemoryError extends Error {
  readonly code = 'MODEL_OUT_OF_MEMORY';

  constructor(
    readonly neededBytes: number,
    readonly availableBytes: number,
    readonly reason: string,
  ) {
    super(`it needs ${formatBytes(neededBytes)} and ${formatBytes(availableBytes)} are available: ${reason}`);
    this.name = 'OutOfMemoryError';
  }
}

/** The device failed. The same may work with the processor. */
export class DeviceError extends Error {
  readonly code = 'DEVICE_FAILED';

  constructor(
    readonly provider: string,
    /** As the runtime reports it. */
    readonly reason: string,
  ) {
    super(`${provider} failed: ${reason}`);
    this.name = 'DeviceError';
  }
}

function formatBytes(bytes: number): string {
  if (bytes === 0) return 'more memory';
  const gibibytes = bytes / 2 ** 30;
  return gibibytes >= 1 ? `${gibibytes.toFixed(1)} GiB` : `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
