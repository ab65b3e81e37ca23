import { basename } from 'node:path';
import { LoraError, ModelFolderError, OutOfMemoryError, RenderError } from '@visionary/diffusion';

/** Why a take failed, as the server reports it. */
export interface TakeFailure {
  readonly code: string;
  readonly detail: string;
}

/** A failure that this process detects itself. */
export class TakeError extends Error {
  override readonly name = 'TakeError';

  constructor(
    readonly code:
      | 'LORA_INVALID'
      | 'ADDITION_INVALID'
      | 'RENDER_OUT_OF_RANGE'
      | 'RENDER_CORRUPT'
      | 'SAFETY_IMAGE_REJECTED'
      | 'SAFETY_CHECK_UNAVAILABLE',
    message: string,
  ) {
    super(message);
  }
}

/** Maps known errors to their codes, and bugs to RENDER_FAILED. */
export function takeFailure(error: unknown): TakeFailure {
  if (error instanceof ModelFolderError) return { code: 'MODEL_FOLDER_INVALID', detail: error.message };
  if (error instanceof RenderError || error instanceof TakeError) return { code: error.code, detail: error.message };
  if (error instanceof LoraError || error instanceof OutOfMemoryError) {
    return { code: error.code, detail: error.message };
  }
  if (error instanceof RangeError) return { code: 'RENDER_OUT_OF_RANGE', detail: error.message };
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  // The system's message would reveal the path.
  if (path !== undefined) return { code: 'RENDER_FAILED', detail: `${basename(path)}: it cannot be read (${code})` };
  return { code: 'RENDER_FAILED', detail: error instanceof Error ? error.message : String(error) };
}
