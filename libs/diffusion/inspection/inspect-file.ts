import { FileBytes } from '../onnx/file-bytes.js';
import { formatOf } from './format.js';
import { inspectOnnx } from './onnx/inspect-onnx.js';
import { isPickle } from './pickle.js';
import { toResult } from './to-inspection-error.js';
import {
  type FileFormat,
  type FileInspection,
  type InspectionCode,
  InspectionError,
  type FileMetadata,
} from './result.js';
import { inspectSafetensors } from './safetensors/inspect-safetensors.js';
import { requireJson, requireImage, requireText } from './small-files.js';

const INVALID_CODES: Readonly<Record<FileFormat, InspectionCode>> = {
  onnx: 'MODEL_GRAPH_INVALID',
  safetensors: 'MODEL_WEIGHTS_INVALID',
  json: 'MODEL_FOLDER_INVALID',
  text: 'MODEL_FOLDER_INVALID',
  image: 'MODEL_FILE_TYPE_UNSUPPORTED',
  zip: 'MODEL_FILE_TYPE_UNSUPPORTED',
  data: 'MODEL_FILE_CORRUPT',
};

/**
 * Inspects one uploaded file by itself: whether it matches its name and is safe to parse further. References to other
 * files are checked by `inspectFolder`.
 * @param name its path in the folder, as its creator named it
 */
export async function inspectFile(path: string, name: string): Promise<FileInspection> {
  return toResult(name, 'MODEL_FILE_TYPE_UNSUPPORTED', async () => {
    const format = formatOf(name);
    const result = await toResult(name, INVALID_CODES[format], async () => ({
      ok: true,
      facts: await readMetadata(path, name, format),
    }));
    if (result.ok) return result;
    throw new InspectionError(result.code, result.detail);
  });
}

async function readMetadata(path: string, name: string, format: FileFormat): Promise<FileMetadata> {
  const file = FileBytes.open(path);
  try {
    if (file.length === 0) {
      throw new InspectionError('MODEL_FILE_EMPTY', { path: name, reason: 'it is empty' });
    }
    if (isPickle(file, name)) {
      throw new InspectionError('MODEL_PICKLE_NOT_ALLOWED', { path: name, reason: 'its content is a pickle' });
    }
    switch (format) {
      case 'onnx':
        return { format, ...inspectOnnx(file, { path: name }).facts };
      case 'safetensors':
        return { format, ...inspectSafetensors(file, name).facts };
      case 'json':
        requireJson(file, name);
        break;
      case 'text':
        requireText(file, name);
        break;
      case 'image':
        requireImage(file, name);
        break;
      case 'zip':
        requireZip(file, name);
        break;
      case 'data':
        break;
      default:
        format satisfies never;
    }
    return { format, tensors: 0, parameters: 0, dtypes: [] };
  } finally {
    file.close();
  }
}

/** Checks the signature only. The upload code unpacks the archive. */
function requireZip(file: FileBytes, path: string): void {
  if (file.length >= 22 && file.slice(0, 2).toString('latin1') === 'PK') return;
  throw new InspectionError('MODEL_FILE_TYPE_UNSUPPORTED', {
    path,
    reasonKey: 'notAZip',
    reason: 'it has the name of a zip file but is none',
  });
}
