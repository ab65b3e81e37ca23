import { ModelFolderError, RenderError } from '@visionary/diffusion';

/** Why a take ended, as the server is told. */
export interface TakeFailure {
  readonly code: string;
  readonly detail: string;
}

/** Out of the job's own making, or a bug of ours under one code. */
export function takeFailure(error: unknown): TakeFailure {
  if (error instanceof ModelFolderError) return { code: 'MODEL_FOLDER_INVALID', detail: error.message };
  if (error instanceof RenderError) return { code: error.code, detail: error.message };
  if (error instanceof RangeError) return { code: 'RENDER_OUT_OF_RANGE', detail: error.message };
  return { code: 'RENDER_FAILED', detail: error instanceof Error ? error.message : String(error) };
}
