import { LIMITS } from './limits.js';

/** Suffixes that tools append to names: steps, epochs, precision. */
const TAIL = /([-_ ](fp16|fp32|bf16|pruned|ema|onnx|step\d+|epoch\d+|\d{4,}))+$/i;

/** The last segment of a path without extension and suffixes, reduced to the characters that names of models allow. */
export function modelNameOf(path: string): string {
  const last = path.split(/[\\/]/).filter(Boolean).at(-1) ?? '';
  const stem = last.replace(/\.(safetensors|zip|onnx)$/i, '').replace(TAIL, '');
  const allowed = stem.replace(/[^\p{L}\p{N}\p{M} ._+'’-]+/gu, ' ').replace(/_+/g, ' ');
  return allowed
    .replace(/\s+/g, ' ')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, LIMITS.hubNameLength)
    .trim();
}

/** Id of the model that every instance has. */
export const BUILT_IN_MODEL = 'visionary-mini';
