import { lstatSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize, resolve, sep } from 'node:path';
import { FileFormatError } from '../fault.js';

/**
 * Where the values of a weight are stored: in the graph's file, or in one beside it. In bytes; little-endian, C
 * order.
 */
export interface DataLocation {
  /** Path relative to the graph's folder; undefined for the graph's own file. */
  readonly location: string | undefined;
  readonly offset: number;
  readonly length: number;
}

/** Folders in which hard links are trusted, because the server linked each file after checking its hash. */
const kept = new Set<string>();

/**
 * Trusts hard links in a folder, for this thread. A blob store links files instead of copying gigabytes.
 * @returns a function that ends the trust
 */
export function allowSymlinksIn(folder: string): () => void {
  const path = resolve(folder);
  kept.add(path);
  return () => void kept.delete(path);
}

/**
 * Resolves the external data of a weight. The file name is untrusted: it must name a regular file in the graph's
 * folder that is not a link, because a link could expose another file.
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
    const problem = `${weight} ends at byte ${offset + length} of ${location}, which has ${size}`;
    throw new FileFormatError(problem, { reasonKey: 'externalDataTruncated', tensor: weight, location, bytes: size });
  }
  return { location, offset, length };
}

/** Whether a relative path stays inside the folder, on any operating system. */
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
    const problem = `${weight} is in ${location}, which cannot be read`;
    throw new FileFormatError(problem, { reasonKey: 'externalDataMissing', tensor: weight, location });
  }
}

function wholeNumber(weight: string, location: string, text: string): number {
  const value = Number(text);
  if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(value)) return value;
  const problem = `${weight} has an offset or a length that is no number`;
  throw new FileFormatError(problem, { reasonKey: 'externalDataOffsetInvalid', tensor: weight, location });
}

const outside = (weight: string, location: string, where: string) =>
  new FileFormatError(`${weight} lies ${where}`, { reasonKey: 'externalDataOutsideFolder', tensor: weight, location });
