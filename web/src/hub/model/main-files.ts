import type { HubFileView } from '@visionary/contract';

/** Files that accompany the weights: configuration, vocabulary, license. */
const LARGE_BYTES = 1_000_000;
/** So few files are not collapsed. */
const FEW = 4;

/** The main files of a version, the largest first, and the rest by name. */
export function splitMainFiles(files: readonly HubFileView[]) {
  const bySize = files.toSorted((a, b) => b.bytes - a.bytes);
  const isShown = ({ bytes }: HubFileView) => files.length <= FEW || bytes >= LARGE_BYTES;
  // A tiny model has no large file, so its largest is used.
  const large = bySize.some(isShown) ? bySize.filter(isShown) : bySize.slice(0, FEW);
  const small = files.filter((file) => !large.includes(file));
  return { large, small };
}
