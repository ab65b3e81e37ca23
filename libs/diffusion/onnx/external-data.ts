import { lstatSync, type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize, resolve, sep } from 'node:path';
import type { GraphSource } from './graph-source.js';
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
const trustedFolders = new Set<string>();

/**
 * Trusts hard links in a folder, for this thread. A blob store links files instead of copying gigabytes.
 * @returns a function that ends the trust
 */
export function trustHardLinksIn(folder: string): () => void {
  const path = resolve(folder);
  trustedFolders.add(path);
  return () => void trustedFolders.delete(path);
}

/**
 * Resolves the external data of a weight. The file name is untrusted: it must name a regular file in the graph's
 * folder that is not a link, because a link could expose another file.
 * @throws RangeError
 */
export function resolveExternalData(
  weight: string,
  entries: ReadonlyMap<string, string>,
  { folder, trustsLinks }: Pick<GraphSource, 'folder' | 'trustsLinks'>,
): DataLocation {
  const location = entries.get('location') ?? '';
  const size = trustsLinks
    ? statsOf(statSync, weight, location, join(folder, location)).size
    : regularFileSize(weight, location, folder);
  const offset = parseInteger(weight, location, entries.get('offset') ?? '0');
  const length = parseInteger(weight, location, entries.get('length') ?? String(size - offset));
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

function regularFileSize(weight: string, location: string, folder: string): number {
  if (!isInside(location)) throw outsideFolderError(weight, location, 'outside the folder');
  const path = normalize(location);
  const segments = path.split(sep);
  for (let i = 1; i < segments.length; i++) {
    if (!statsOf(lstatSync, weight, location, join(folder, ...segments.slice(0, i))).isDirectory()) {
      throw outsideFolderError(weight, location, 'behind a link');
    }
  }
  const stats = statsOf(lstatSync, weight, location, join(folder, path));
  if (!stats.isFile()) throw outsideFolderError(weight, location, `in ${location}, which is no plain file`);
  if (stats.nlink > 1 && !isTrusted(folder)) {
    throw outsideFolderError(weight, location, `in ${location}, which is a link`);
  }
  return stats.size;
}

function isTrusted(folder: string): boolean {
  for (let current = resolve(folder); ; current = dirname(current)) {
    if (trustedFolders.has(current)) return true;
    if (current === dirname(current)) return false;
  }
}

function statsOf(read: typeof lstatSync, weight: string, location: string, path: string): Stats {
  try {
    return read(path);
  } catch {
    const problem = `${weight} is in ${location}, which cannot be read`;
    throw new FileFormatError(problem, { reasonKey: 'externalDataMissing', tensor: weight, location });
  }
}

function parseInteger(weight: string, location: string, text: string): number {
  const value = Number(text);
  if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(value)) return value;
  const problem = `${weight} has an offset or a length that is no number`;
  throw new FileFormatError(problem, { reasonKey: 'externalDataOffsetInvalid', tensor: weight, location });
}

const outsideFolderError = (weight: string, location: string, where: string) =>
  new FileFormatError(`${weight} lies ${where}`, { reasonKey: 'externalDataOutsideFolder', tensor: weight, location });
