import type { PickedFile } from '../pick/picked-files.js';

export const isWeights = (path: string): boolean => /\.safetensors$/iu.test(path);

/**
 * Whether picked files are several models, each a file of weights. A folder, and one file with others that belong to
 * no model, are one draft.
 */
export function areSeveralModels(files: readonly PickedFile[]): boolean {
  const isFlat = files.every(({ path, folder }) => !path.includes('/') && folder === undefined);
  const hasGraph = files.some(({ path }) => /\.onnx$|^model_index\.json$|\.zip$/iu.test(path));
  return isFlat && !hasGraph && files.filter(({ path }) => isWeights(path)).length > 1;
}
