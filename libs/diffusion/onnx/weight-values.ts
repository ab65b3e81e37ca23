import { dirname, join } from 'node:path';
import type { OnnxFile } from './onnx-file.js';
import type { Weight } from './weight.js';
import { FileFormatError } from '../fault.js';
import { FileBytes } from './file-bytes.js';
import { unreadable } from './onnx-file.js';

/**
 * Copies the bytes of a weight from the graph's file or its external data.
 * @throws ModelFolderError FILE_UNREADABLE
 */
export function readWeightBytes(onnx: OnnxFile, { name, place }: Weight): Buffer {
  try {
    if (!place) {
      throw new FileFormatError(`${name} is stored in a way that is not read`, {
        reasonKey: 'invalidTensor',
        tensor: name,
      });
    }
    const file = FileBytes.open(place.location === undefined ? onnx.path : join(dirname(onnx.path), place.location));
    try {
      return file.copy(place.offset, place.length);
    } finally {
      file.close();
    }
  } catch (error) {
    throw unreadable(onnx.path, error);
  }
}
