import type { ContentFingerprint } from '@visionary/safety';
import type { VersionFile } from '../../domain/version.js';

export interface HashedFile extends Pick<VersionFile, 'path' | 'bytes'> {
  readonly sha256: string | null;
  readonly weightsHash: string | null;
}

/** Folders of a model's main weights. Other parts are shared by many models. */
const MAIN_WEIGHTS = /^(?:unet|transformer)\//;

/**
 * Fingerprints of a version: the hash of all files, and the hashes of the largest file of main weights under any name.
 * @param hash of the folder, or of the single file
 */
export const fingerprintsOfVersion = (hash: string, files: readonly HashedFile[]): readonly ContentFingerprint[] => {
  const mainWeights = files.filter(({ path }) => MAIN_WEIGHTS.test(path));
  const candidates = mainWeights.length > 0 ? mainWeights : files;
  const [largest] = candidates.toSorted((one, other) => other.bytes - one.bytes);
  const digests = new Set([hash, largest?.sha256, largest?.weightsHash].filter((digest) => typeof digest === 'string'));
  return [...digests].map((digest) => ({ kind: 'file', digest, perceptualHash: null }));
};
