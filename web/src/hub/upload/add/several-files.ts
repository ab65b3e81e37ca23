import type { PickedFile } from '../pick/picked-files.js';

export const isWeights = (path: string): boolean => /\.safetensors$/iu.test(path);

/** Whether picked files are parts of one model: a folder, an export to ONNX, or an archive of it. */
export const areOneFolder = (files: readonly PickedFile[]): boolean =>
  files.some(
    ({ path, folder }) =>
      path.includes('/') || folder !== undefined || /\.onnx$|^model_index\.json$|\.zip$/iu.test(path),
  );

/**
 * Whether picked files are several models, each a file of weights. A folder, and one file with others that belong to
 * no model, are one draft.
 */
export const areSeveralModels = (files: readonly PickedFile[]): boolean =>
  !areOneFolder(files) && files.filter(({ path }) => isWeights(path)).length > 1;
