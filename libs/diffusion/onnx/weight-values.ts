import { join } from 'node:path';
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
    const { location } = dataLocation;
    const file = location === undefined ? onnx.source.open() : FileBytes.open(join(onnx.source.folder, location));
    try {
      return file.copy(dataLocation.offset, dataLocation.length);
    } finally {
      file.close();
    }
  } catch (error) {
    throw unreadableError(onnx.source.path, error);
  }
}
