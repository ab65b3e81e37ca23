import type { HeaderFile } from './checkpoint-files.js';
import type { CheckpointFamily, Prediction } from './families.js';
import type { FileBytes } from '../onnx/file-bytes.js';
import { decodeValues } from '../safetensors/values.js';

/** A norm that training for v-prediction spreads: above this deviation it is a model of Stable Diffusion 2.1-v. From ComfyUI. */
const V_NORM = 'model.diffusion_model.output_blocks.11.1.transformer_blocks.0.norm1.bias';
const V_NORM_DEVIATION = 0.09;
const FLOATS = new Set(['F32', 'F16', 'BF16']);

/** What the UNet predicts, as far as the file tells. Most files of one family look the same. */
export function predictionOf(header: HeaderFile, family: CheckpointFamily, file: FileBytes): Prediction {
  const { prediction, zeroTerminalSnr } = markedPrediction(header, family);
  const isVelocity = deviationOf(V_NORM, header.tensors, file) > V_NORM_DEVIATION;
  return { prediction: prediction ?? (isVelocity ? 'v_prediction' : 'epsilon'), zeroTerminalSnr };
}

/** What the header tells: nothing about a Stable Diffusion 2 without a mark. */
export function markedPrediction(
  { tensors, metadata }: HeaderFile,
  family: CheckpointFamily,
): Partial<Prediction> & Pick<Prediction, 'zeroTerminalSnr'> {
  const zeroTerminalSnr = tensors.has('ztsnr');
  const stated = metadata.get('modelspec.prediction_type') ?? metadata.get('modelspec.predict_key') ?? '';
  const isVelocity = tensors.has('v_pred') || zeroTerminalSnr || /^v(_prediction)?$/.test(stated);
  if (isVelocity) return { prediction: 'v_prediction', zeroTerminalSnr };
  return family === 'sd2' && tensors.has(V_NORM) && stated !== 'epsilon'
    ? { zeroTerminalSnr }
    : { prediction: 'epsilon', zeroTerminalSnr };
}

/** Population standard deviation of a tensor's values; 0 when there is no such tensor. */
function deviationOf(name: string, tensors: HeaderFile['tensors'], file: FileBytes): number {
  const tensor = tensors.get(name);
  if (!tensor || tensor.length === 0 || !FLOATS.has(tensor.dtype)) return 0;
  const values = decodeValues(file.copy(tensor.offset, tensor.length), tensor.dtype);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
