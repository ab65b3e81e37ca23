import { basename, dirname } from 'node:path';
import { readHeader } from '../checkpoint/checkpoint-files.js';
import type { ModelFileMetadata } from '../inspection/result.js';
import { safetensorsMetadata } from '../inspection/safetensors/safetensors-metadata.js';
import { recognize } from '../recognition/recognize.js';

/** What the header of a LoRA tells, as for an upload. @throws ModelFolderError when it is unreadable */
export function loraMetadata(path: string): ModelFileMetadata {
  const header = readHeader(dirname(path), basename(path));
  const { tensors, parameters, dtypes } = recognize(header);
  return safetensorsMetadata(header, { tensors, parameters, dtypes });
}
