import { type FileFormat, InspectionError, type InspectionRejection } from './result.js';

/** Pickle formats: loading one executes code. */
const PICKLES = /\.(ckpt|pt|pth|pkl|pickle|joblib|dill)$/i;

/** Formats by file name. Weights beside a graph have no standard extension; exporters use these. */
const FORMATS: readonly (readonly [RegExp, FileFormat])[] = [
  [/\.onnx$/i, 'onnx'],
  [/\.safetensors$/i, 'safetensors'],
  [/\.json$/i, 'json'],
  [/\.(txt|md|ya?ml)$/i, 'text'],
  [/(^|\/)(LICEN[CS]E|NOTICE|README|SHA256SUMS)$/i, 'text'],
  [/\.(png|jpe?g|webp)$/i, 'image'],
  [/\.zip$/i, 'zip'],
  [/\.(onnx_data|onnx\.data|onnx_data[._-]?\d+|data|pb|bin|weights)$/i, 'data'],
];

/** @throws InspectionError MODEL_PICKLE_NOT_ALLOWED, MODEL_FILE_TYPE_UNSUPPORTED */
export function formatOf(name: string): FileFormat {
  if (PICKLES.test(name)) {
    throw new InspectionError('MODEL_PICKLE_NOT_ALLOWED', { path: name, reason: 'its name says that it is a pickle' });
  }
  const match = FORMATS.find(([pattern]) => pattern.test(name));
  if (match && !/(^|\/)\./.test(name)) return match[1];
  throw new InspectionError('MODEL_FILE_TYPE_UNSUPPORTED', {
    ...{ path: name, reasonKey: 'unsupportedFileType', reason: 'files of this kind belong to no model' },
  });
}

/** Checks a file by its name alone, before any byte is uploaded. */
export function nameError(name: string): InspectionRejection | null {
  try {
    formatOf(name);
    return null;
  } catch (error) {
    if (!(error instanceof InspectionError)) throw error;
    return { ok: false, code: error.code, detail: error.detail };
  }
}
