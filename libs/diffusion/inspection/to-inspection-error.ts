import { LoraError, ModelFolderError } from '../errors.js';
import { type FileFaultReason, FileFormatError } from '../fault.js';
import { type InspectionCode, InspectionError, type InspectionRejection } from './result.js';

/** Names from an uploaded file can have any length. */
const MAX_DETAIL_LENGTH = 200;

/**
 * Converts errors about an invalid file to a rejection.
 * @param path of the inspected file
 * @param invalidCode code for a file that doesn't match its format
 */
export async function toResult<T extends { readonly ok: true }>(
  path: string,
  invalidCode: InspectionCode,
  inspect: () => Promise<T>,
): Promise<T | InspectionRejection> {
  try {
    return await inspect();
  } catch (error) {
    const { code, detail } = toInspectionError(error, path, invalidCode);
    const clipped = Object.entries(detail).map(([key, value]) => [key, clipValue(value)] as const);
    return { ok: false, code, detail: Object.fromEntries(clipped) };
  }
}

/** @throws errors that are not about the file */
export function toInspectionError(error: unknown, path: string, invalidCode: InspectionCode): InspectionError {
  if (error instanceof InspectionError) return error;
  if (error instanceof RangeError) {
    const fileFaultReason: FileFaultReason =
      error instanceof FileFormatError ? error.fileFaultReason : { reasonKey: 'unreadable' };
    return new InspectionError(invalidCode, { path, reason: error.message, ...fileFaultReason });
  }
  if (error instanceof LoraError) {
    return new InspectionError('MODEL_WEIGHTS_INVALID', { path, reason: error.reason, ...error.fileFaultReason });
  }
  if (error instanceof ModelFolderError) {
    const { code, file, reason, expected, fileFaultReason } = error;
    if (code === 'FILE_MISSING') return new InspectionError('MODEL_INCOMPLETE', { missing: file, reason });
    return new InspectionError('MODEL_FOLDER_INVALID', { path: file, reason, expected, ...fileFaultReason });
  }
  throw error;
}

function clipValue(value: string | number | boolean): string | number | boolean {
  return typeof value === 'string' && value.length > MAX_DETAIL_LENGTH
    ? `${value.slice(0, MAX_DETAIL_LENGTH - 1)}…`
    : value;
}
