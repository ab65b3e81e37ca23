import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelFolderError } from '../errors.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A vocabulary of 250,000 entries takes about 10 MB; nothing honest is larger. */
const MAX_BYTES = 64 * 1024 * 1024;

export async function fileExists(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** @throws ModelFolderError FILE_MISSING, FILE_UNREADABLE */
export async function readTextFile(dir: string, file: string, fits: string): Promise<string> {
  const path = join(dir, file);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new ModelFolderError('FILE_MISSING', file, 'there is no such file', fits);
  if (found.size > MAX_BYTES) {
    throw new ModelFolderError('FILE_UNREADABLE', file, `${found.size} bytes is too much`, fits);
  }
  return readFile(path, 'utf8');
}

/** @throws ModelFolderError FILE_MISSING, FILE_UNREADABLE */
export async function readJsonObject(dir: string, file: string, fits: string): Promise<JsonObject> {
  const text = await readTextFile(dir, file, fits);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Told below, in the same words as a list or a bare value.
  }
  throw new ModelFolderError('FILE_UNREADABLE', file, 'it holds no JSON object', fits);
}

/** The same, but a file that is not there is undefined. */
export async function readJsonObjectIfAny(dir: string, file: string, fits: string): Promise<JsonObject | undefined> {
  return (await fileExists(join(dir, file))) ? readJsonObject(dir, file, fits) : undefined;
}

/** A field that must be a positive whole number where it is given. @throws ModelFolderError FILE_UNREADABLE */
export function readCount(json: JsonObject, key: string, file: string): number | undefined {
  const value = json[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw new ModelFolderError('FILE_UNREADABLE', file, `${key} is ${JSON.stringify(value)}`, 'a positive whole number');
}
