import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { weightFileNames } from './checkpoint/checkpoint-files.js';
import { hasUnet } from './checkpoint/checkpoint.js';

// Separate entry point: reads files of models and never imports the runtime.
export { type Checkpoint, readCheckpoint } from './checkpoint/checkpoint.js';
export { clipSkipOf, nativeCells } from './checkpoint/checkpoint-folder.js';
export { folderFingerprint, folderHash } from './model-folder/folder-hash.js';

/** Whether a path is an export, a checkpoint, or a folder with one. Unreadable files are none. */
export function isModel(path: string): boolean {
  return existsSync(join(path, 'model_index.json')) || weightFileNames(path).some((name) => hasUnet(path, name));
}
