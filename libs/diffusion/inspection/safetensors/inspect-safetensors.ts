import type { FileBytes } from '../../onnx/file-bytes.js';
import { clipName, readSafetensorsHeader, type SafetensorsHeader } from '../../safetensors/header.js';
import { isFinite } from '../finite.js';
import { InspectionError, type FileMetadata } from '../result.js';

const MAX_TENSORS = 50_000;

/**
 * Inspects header and values.
 * @throws FileFormatError when the header is invalid; InspectionError MODEL_WEIGHTS_NAN_OR_INF, MODEL_WEIGHTS_INVALID
 */
export function inspectSafetensors(
  file: FileBytes,
  path: string,
): { readonly header: SafetensorsHeader; readonly facts: Omit<FileMetadata, 'format'> } {
  const header = readSafetensorsHeader(file);
  requireTensorCount(header, path);
  let parameters = 0;
  const dtypes = new Set<string>();
  for (const [name, tensor] of header.tensors) {
    if (!isFinite(file, tensor.dtype, tensor)) {
      const reason = `${clipName(name)} has values that are no finite numbers`;
      throw new InspectionError('MODEL_WEIGHTS_NAN_OR_INF', { path, tensor: clipName(name), reason });
    }
    parameters += tensor.shape.reduce((product, side) => product * side, 1);
    dtypes.add(tensor.dtype);
  }
  return { header, facts: { tensors: header.tensors.size, parameters, dtypes: [...dtypes].sort() } };
}

/** @throws InspectionError MODEL_WEIGHTS_INVALID */
export function requireTensorCount({ tensors: { size } }: SafetensorsHeader, path: string): void {
  if (size > 0 && size <= MAX_TENSORS) return;
  const reason = size === 0 ? 'there are no tensors in it' : `${size} tensors are too many`;
  const reasonKey = size === 0 ? 'noTensors' : 'tooManyTensors';
  throw new InspectionError('MODEL_WEIGHTS_INVALID', { path, reasonKey, size, reason });
}
