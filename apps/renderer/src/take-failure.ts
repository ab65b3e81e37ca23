import { basename } from 'node:path';
import { LoraError, ModelFolderError, OutOfMemoryError, RenderError } from '@visionary/diffusion';

/** Why a take ended, as the server is told. */
export interface TakeFailure {
  readonly code: string;
  readonly detail: string;
}

/** A reason of this process's own that a take cannot be rendered. */
export class TakeError extends Error {
  override readonly name = 'TakeTrouble';

  constructor(
    readonly code:
      | 'LORA_INVALID'
      | 'RENDER_OUT_OF_RANGE'
      | 'RENDER_CORRUPT'
      | 'SAFETY_IMAGE_REJECTED'
      | 'SAFETY_CHECK_UNAVAILABLE',
    message: string,
  ) {
    super(message);
  }
}

/** Out of the job's own making, or a bug of ours under one code. */
export function takeFailure(error: unknown): TakeFailure {
  if (error instanceof ModelFolderError) return { code: 'MODEL_FOLDER_INVALID', detail: error.message };
  if (error instanceof RenderError || error instanceof TakeError) return { code: error.code, detail: error.message };
  if (error instanceof LoraError || error instanceof OutOfMemoryError) {
    return { code: error.code, detail: error.message };
  }
  if (error instanceof RangeError) return { code: 'RENDER_OUT_OF_RANGE', detail: error.message };
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  // The system's own sentence would tell where the file lies.
  if (path !== undefined) return { code: 'RENDER_FAILED', detail: `${basename(path)}: it cannot be read (${code})` };
  return { code: 'RENDER_FAILED', detail: error instanceof Error ? error.message : String(error) };
}
