import { lstatSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize, resolve, sep } from 'node:path';
import { FileFormatError } from '../fault.js';

/** Where the values of a weight lie: in the file itself, or in one beside it. Bytes; little endian, C order. */
export interface DataLocation {
  /** The name of the file beside the graph; undefined is the graph's own. */
  readonly location: string | undefined;
  readonly offset: number;
  readonly length: number;
}

/** Folders whose files were put there one by one, each checked against its hash: links in them are their keeper's own. */
const kept = new Set<string>();

/**
 * From now on, in this thread: a store that has files links them where they are wanted instead of copying gigabytes.
 * @returns what ends it
 */
export function allowSymlinksIn(folder: string): () => void {
  const path = resolve(folder);
  kept.add(path);
  return () => void kept.delete(path);
}

/**
 * Where the values of a weight lie that its graph does not hold itself. The graph's author chose the name: it must be
 * that of a plain file in the graph's folder that is no link, for a link shows another file's bytes.
 * @throws RangeError
 */
export function resolveExternalData(
  weight: string,
  entries: ReadonlyMap<string, string>,
  folder: string,
): DataLocation {
  const location = entries.get('location') ?? '';
  const size = plainFileSize(weight, location, folder);
  const offset = wholeNumber(weight, location, entries.get('offset') ?? '0');
  const length = wholeNumber(weight, location, entries.get('length') ?? String(size - offset));
  if (offset + length > size) {
    const told = `${weight} is said to end at byte ${offset + length} of ${location}, which has ${size}`;
    throw new FileFormatError(told, { reasonKey: 'externalDataTruncated', tensor: weight, location, bytes: size });
  }
  return { location, offset, length };
}

/** Whether a name leads to something beneath the folder, whatever system reads it. */
export function isInside(location: string): boolean {
  const isPath = location !== '' && !isAbsolute(location) && !/^[a-z]:/i.test(location);
  return isPath && !/[\\\0]/.test(location) && !normalize(location).startsWith('..');
}

function plainFileSize(weight: string, location: string, folder: string): number {
  if (!isInside(location)) throw outside(weight, location, 'outside the folder');
  const path = normalize(location);
  const steps = path.split(sep);
  for (let i = 1; i < steps.length; i++) {
    if (!lstat(weight, location, join(folder, ...steps.slice(0, i))).isDirectory()) {
      throw outside(weight, location, 'behind a link');
    }
  }
  const found = lstat(weight, location, join(folder, path));
  if (!found.isFile()) throw outside(weight, location, `in ${location}, which is no plain file`);
  if (found.nlink > 1 && !isKept(folder)) throw outside(weight, location, `in ${location}, which is a link`);
  return found.size;
}

function isKept(folder: string): boolean {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (kept.has(at)) return true;
    if (at === dirname(at)) return false;
  }
}

function lstat(weight: string, location: string, path: string) {
  try {
    return lstatSync(path);
  } catch {
    const told = `${weight} lies in ${location}, which cannot be read`;
    throw new FileFormatError(told, { reasonKey: 'externalDataMissing', tensor: weight, location });
  }
}

function wholeNumber(weight: string, location: string, text: string): number {
  const value = Number(text);
  if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(value)) return value;
  const told = `${weight} has an offset or a length that is no number`;
  throw new FileFormatError(told, { reasonKey: 'externalDataOffsetInvalid', tensor: weight, location });
}

const outside = (weight: string, location: string, where: string) =>
  new FileFormatError(`${weight} lies ${where}`, { reasonKey: 'externalDataOutsideFolder', tensor: weight, location });
