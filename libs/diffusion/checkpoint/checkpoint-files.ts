import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { SafetensorsHeader } from '../safetensors/header.js';
import { ModelFolderError } from '../errors.js';
import { FileFormatError } from '../fault.js';
import { FileBytes } from '../onnx/file-bytes.js';
import { readSafetensorsHeader } from '../safetensors/header.js';

const EXTENSION = '.safetensors';

/** A file of weights and its header. */
export interface HeaderFile extends SafetensorsHeader {
  readonly name: string;
}

/** Headers of recently read files. */
const cache = new LRUCache<string, SafetensorsHeader>({ max: 32 });

/** The folder of a model that is a checkpoint: the file's, or the folder itself. */
export function checkpointFolder(path: string): string {
  return path.endsWith(EXTENSION) && statSync(path, { throwIfNoEntry: false })?.isFile() ? dirname(path) : path;
}

/**
 * Names of the .safetensors files of a model: the file itself, or all in the folder, unless it is an export.
 * @param path of a checkpoint, or of a folder that contains one
 */
export function weightFileNames(path: string): string[] {
  const folder = checkpointFolder(path);
  if (folder !== path) return [basename(path)];
  const names = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
  if (names.includes('model_index.json')) return [];
  return names.filter((name) => name.endsWith(EXTENSION) && !name.startsWith('.')).sort();
}

/** @throws ModelFolderError FILE_MISSING, FILE_UNREADABLE */
export function readHeader(folder: string, name: string): HeaderFile {
  const path = join(folder, name);
  const stats = statSync(path, { throwIfNoEntry: false });
  const key = `${path}\0${stats?.size}\0${stats?.mtimeMs}`;
  const header = cache.get(key) ?? parseHeader(path);
  cache.set(key, header);
  return { ...header, name };
}

function parseHeader(path: string): SafetensorsHeader {
  const file = openFile(path);
  try {
    return readSafetensorsHeader(file);
  } catch (error) {
    throw asModelFolderError(basename(path), error);
  } finally {
    file.close();
  }
}

function openFile(path: string): FileBytes {
  try {
    return FileBytes.open(path);
  } catch (error) {
    throw asModelFolderError(basename(path), error);
  }
}

/** An error about a checkpoint as one about its folder. */
export function asModelFolderError(name: string, error: unknown): unknown {
  const expected = 'a checkpoint of Stable Diffusion 1, 2 or XL as .safetensors';
  if (error instanceof FileFormatError) {
    return new ModelFolderError('FILE_UNREADABLE', name, error.message, expected, error.fileFaultReason);
  }
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
    return new ModelFolderError('FILE_MISSING', name, 'there is no such file', expected, { reasonKey: 'fileMissing' });
  }
  return error;
}
