import { dirname, join } from 'node:path';
import type { OnnxFile } from './onnx-file.js';
import type { Weight } from './weight.js';
import { FileFormatError } from '../fault.js';
import { FileBytes } from './file-bytes.js';
import { unreadableError } from './onnx-file.js';

/**
 * Copies the bytes of a weight from the graph's file or its external data.
 * @throws ModelFolderError FILE_UNREADABLE
 */
export function readWeightBytes(onnx: OnnxFile, { name, dataLocation }: Weight): Buffer {
  try {
    if (!dataLocation) {
      throw new FileFormatError(`${name} is stored in a way that is not read`, {
        reasonKey: 'invalidTensor',
        tensor: name,
      });
    }
    const file = FileBytes.open(
      dataLocation.location === undefined ? onnx.path : join(dirname(onnx.path), dataLocation.location),
    );
    try {
      return file.copy(dataLocation.offset, dataLocation.length);
    } finally {
      file.close();
    }
  } catch (error) {
    throw unreadableError(onnx.path, error);
  }
}
