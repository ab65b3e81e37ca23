import { LoraError, ModelFolderError } from '../errors.js';
import { type FileFaultReason, FileFormatError } from '../fault.js';
import { type InspectionCode, InspectionError, type InspectionRejection } from './result.js';

/** Names from a stranger's file may be of any length. */
const CLIPPED = 200;

/**
 * Makes a refusal of what readers throw on a file that lies.
 * @param path of the file that is being looked at
 * @param invalid the code where a file cannot be read as what it is
 */
export async function toResult<T extends { readonly ok: true }>(
  path: string,
  invalid: InspectionCode,
  look: () => Promise<T>,
): Promise<T | InspectionRejection> {
  try {
    return await look();
  } catch (error) {
    const { code, detail } = toInspectionError(error, path, invalid);
    const clipped = Object.entries(detail).map(([key, value]) => [key, clip(value)] as const);
    return { ok: false, code, detail: Object.fromEntries(clipped) };
  }
}

/** @throws what is no fault of the file */
export function toInspectionError(error: unknown, path: string, invalid: InspectionCode): InspectionError {
  if (error instanceof InspectionError) return error;
  if (error instanceof RangeError) {
    const fileFaultReason: FileFaultReason =
      error instanceof FileFormatError ? error.fileFaultReason : { reasonKey: 'unreadable' };
    return new InspectionError(invalid, { path, reason: error.message, ...fileFaultReason });
  }
  if (error instanceof LoraError) {
    return new InspectionError('MODEL_WEIGHTS_INVALID', { path, reason: error.reason, ...error.fileFaultReason });
  }
  if (error instanceof ModelFolderError) {
    const { code, file, reason, fits, fileFaultReason } = error;
    if (code === 'FILE_MISSING') return new InspectionError('MODEL_INCOMPLETE', { missing: file, reason });
    return new InspectionError('MODEL_FOLDER_INVALID', { path: file, reason, fits, ...fileFaultReason });
  }
  throw error;
}

function clip(value: string | number | boolean): string | number | boolean {
  return typeof value === 'string' && value.length > CLIPPED ? `${value.slice(0, CLIPPED - 1)}…` : value;
}
