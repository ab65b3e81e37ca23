import type { ContentFingerprint } from '@visionary/safety';
import type { VersionFile } from '../../domain/version.js';

export interface HashedFile extends Pick<VersionFile, 'path' | 'bytes'> {
  readonly sha256: string | null;
  readonly weightsHash: string | null;
}

/** Where a whole model keeps what it has learnt; the rest of its folder is the same in many models. */
const MAIN_WEIGHTS = /^(?:unet|transformer)\//;

/**
 * What makes a version what it is: all its files together, and the one that holds most of what it has learnt, in whatever folder
 * and under whatever name. Text encoders and the like are shared by models that have nothing to do with each other.
 * @param hash of the folder, or of the single file
 */
export const fingerprintsOfVersion = (hash: string, files: readonly HashedFile[]): readonly ContentFingerprint[] => {
  const learnt = files.filter(({ path }) => MAIN_WEIGHTS.test(path));
  const [largest] = (learnt.length > 0 ? learnt : files).toSorted((one, other) => other.bytes - one.bytes);
  const digests = new Set([hash, largest?.sha256, largest?.weightsHash].filter((digest) => typeof digest === 'string'));
  return [...digests].map((digest) => ({ kind: 'file', digest, print: null }));
};
