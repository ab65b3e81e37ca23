import { LoraError, ModelFolderError } from '../errors.js';
import { type Fault, FileFault } from '../fault.js';
import { type InspectionCode, InspectionRefusal, type Refused } from './result.js';

/** Names from a stranger's file may be of any length. */
const CLIPPED = 200;

/**
 * Makes a refusal of what readers throw on a file that lies.
 * @param path of the file that is being looked at
 * @param invalid the code where a file cannot be read as what it is
 */
export async function refusedOr<T extends { readonly ok: true }>(
  path: string,
  invalid: InspectionCode,
  look: () => Promise<T>,
): Promise<T | Refused> {
  try {
    return await look();
  } catch (error) {
    const { code, detail } = asRefusal(error, path, invalid);
    const clipped = Object.entries(detail).map(([key, value]) => [key, clip(value)] as const);
    return { ok: false, code, detail: Object.fromEntries(clipped) };
  }
}

/** @throws what is no fault of the file */
export function asRefusal(error: unknown, path: string, invalid: InspectionCode): InspectionRefusal {
  if (error instanceof InspectionRefusal) return error;
  if (error instanceof RangeError) {
    const fault: Fault = error instanceof FileFault ? error.fault : { because: 'unreadable' };
    return new InspectionRefusal(invalid, { path, reason: error.message, ...fault });
  }
  if (error instanceof LoraError) {
    return new InspectionRefusal('MODEL_WEIGHTS_INVALID', { path, reason: error.reason, ...error.fault });
  }
  if (error instanceof ModelFolderError) {
    const { code, file, reason, fits, fault } = error;
    if (code === 'FILE_MISSING') return new InspectionRefusal('MODEL_INCOMPLETE', { missing: file, reason });
    return new InspectionRefusal('MODEL_FOLDER_INVALID', { path: file, reason, fits, ...fault });
  }
  throw error;
}

function clip(value: string | number | boolean): string | number | boolean {
  return typeof value === 'string' && value.length > CLIPPED ? `${value.slice(0, CLIPPED - 1)}…` : value;
}
