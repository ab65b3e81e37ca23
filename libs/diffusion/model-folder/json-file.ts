import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelFolderError } from '../errors.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A vocabulary of 250,000 entries takes about 10 MB; no valid file is larger. */
const MAX_BYTES = 64 * 1024 * 1024;

export async function fileExists(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}

/** @throws ModelFolderError FILE_MISSING, FILE_UNREADABLE */
export async function readTextFile(dir: string, file: string, expected: string): Promise<string> {
  const path = join(dir, file);
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isFile()) throw missingFileError(file, expected);
  if (stats.size > MAX_BYTES) {
    const fault = { reasonKey: 'fileTooLarge', bytes: stats.size, most: MAX_BYTES } as const;
    throw new ModelFolderError('FILE_UNREADABLE', file, `${stats.size} bytes is too large`, expected, fault);
  }
  return readFile(path, 'utf8');
}

/** @throws ModelFolderError FILE_MISSING, FILE_UNREADABLE */
export async function readJsonObject(dir: string, file: string, expected: string): Promise<JsonObject> {
  const text = await readTextFile(dir, file, expected);
  try {
    const value: unknown = JSON.parse(withoutInfinities(text));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Invalid JSON gets the same error as a list or a scalar, below.
  }
  throw new ModelFolderError('FILE_UNREADABLE', file, 'it isn’t a JSON object', expected, {
    reasonKey: 'notAJsonObject',
  });
}

/**
 * As `readJsonObject`, but undefined if the file doesn't exist.
 * @throws ModelFolderError FILE_UNREADABLE
 */
export async function readJsonObjectIfAny(
  dir: string,
  file: string,
  expected: string,
): Promise<JsonObject | undefined> {
  return (await fileExists(join(dir, file))) ? readJsonObject(dir, file, expected) : undefined;
}

/**
 * Reads an optional field that must be a positive integer.
 * @throws ModelFolderError FILE_UNREADABLE
 */
export function readCount(json: JsonObject, key: string, file: string, max = Infinity): number | undefined {
  const value = json[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= max) return value;
  const expected = max === Infinity ? 'a positive whole number' : `a whole number from 1 to ${max}`;
  throw invalidValueError(file, key, value, expected);
}

/** The error for a field with an invalid value. */
export function invalidValueError(file: string, key: string, value: unknown, expected: string): ModelFolderError {
  const text = JSON.stringify(value);
  return new ModelFolderError('FILE_UNREADABLE', file, `${key} is ${text}`, expected, {
    ...{ reasonKey: 'invalidValue', key, value: text },
  });
}

const missingFileError = (file: string, expected: string) =>
  new ModelFolderError('FILE_MISSING', file, 'there is no such file', expected, { reasonKey: 'fileMissing' });

/** No network has more levels. Each level doubles the pixels per latent cell. */
const MAX_LEVELS = 8;

/**
 * Total downsampling factor of a network: 2 per level after the first.
 * @throws ModelFolderError FILE_UNREADABLE
 */
export function readDownsampling(json: JsonObject, file: string): number | undefined {
  const blocks = json.block_out_channels;
  if (blocks === undefined || blocks === null) return undefined;
  if (Array.isArray(blocks) && blocks.length >= 1 && blocks.length <= MAX_LEVELS) return 2 ** (blocks.length - 1);
  const problem = 'block_out_channels is no list of one to eight widths';
  const fault = { reasonKey: 'invalidValue', key: 'block_out_channels', value: JSON.stringify(blocks) } as const;
  throw new ModelFolderError('FILE_UNREADABLE', file, problem, 'the width of each level of the network', fault);
}

/**
 * Replaces Infinity, -Infinity, and NaN with null. Python writes them into scheduler configs, but JSON has no syntax
 * for them. Vocabularies, which are large, rarely have them: looking for them costs a hundredth of replacing them.
 */
function withoutInfinities(text: string): string {
  if (!text.includes('Infinity') && !text.includes('NaN')) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (token) => (token.startsWith('"') ? token : 'null'));
}
