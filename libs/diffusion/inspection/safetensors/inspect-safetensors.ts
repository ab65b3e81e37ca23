import type { FileBytes } from '../../onnx/file-bytes.js';
import { clip, readSafetensorsHeader, type SafetensorsHeader } from '../../lora/safetensors.js';
import { isFinite } from '../finite.js';
import { InspectionRefusal, type OneFileFacts } from '../result.js';

const TENSORS_AT_MOST = 50_000;

/**
 * Header and values both.
 * @throws LoraError when the header lies; InspectionRefusal MODEL_NOT_FINITE, MODEL_WEIGHTS_INVALID
 */
export function inspectSafetensors(
  file: FileBytes,
  path: string,
): { readonly header: SafetensorsHeader; readonly facts: Omit<OneFileFacts, 'format'> } {
  const header = readSafetensorsHeader(file, path);
  const { size } = header.tensors;
  if (size === 0 || size > TENSORS_AT_MOST) {
    const reason = size === 0 ? 'there are no tensors in it' : `${size} tensors are too many`;
    const because = size === 0 ? 'noTensors' : 'manyTensors';
    throw new InspectionRefusal('MODEL_WEIGHTS_INVALID', { path, because, size, reason });
  }
  let parameters = 0;
  const dtypes = new Set<string>();
  for (const [name, tensor] of header.tensors) {
    if (!isFinite(file, tensor.dtype, tensor)) {
      const reason = `${clip(name)} has values that are no finite numbers`;
      throw new InspectionRefusal('MODEL_NOT_FINITE', { path, tensor: clip(name), reason });
    }
    parameters += tensor.shape.reduce((product, side) => product * side, 1);
    dtypes.add(tensor.dtype);
  }
  return { header, facts: { tensors: size, parameters, dtypes: [...dtypes].sort() } };
}
