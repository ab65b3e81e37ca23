import type { FileRejection } from '@visionary/contract';
import type { AddedFile } from './added-file.js';

/** Refusals that end: the rate limit after a while, the limit of drafts once one is published or deleted. */
export const endsLater = (rejection: FileRejection | undefined): boolean =>
  rejection?.code === 'RATE_LIMITED' || rejection?.code === 'HUB_TOO_MANY_DRAFTS';

export const isWaiting = ({ rejection }: AddedFile): boolean => endsLater(rejection);

/** A VAE that is used follows its checkpoint into its draft. */
export const checkpointsFirst = (files: readonly AddedFile[]): AddedFile[] => [
  ...files.filter(({ usedById }) => usedById === undefined),
  ...files.filter(({ usedById }) => usedById !== undefined),
];

const DEFAULT_WAIT_SECONDS = 60;

/** When the rate limit lets a file through again, in ms since 1970. Absent for other refusals. */
export function waitEnd({ code, detail }: FileRejection, now: number): number | undefined {
  if (code !== 'RATE_LIMITED') return undefined;
  const seconds = detail?.['retryAfterSeconds'];
  return now + (typeof seconds === 'number' ? seconds : DEFAULT_WAIT_SECONDS) * 1000;
}
