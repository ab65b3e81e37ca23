/** Why a model could not be brought onto this machine, in a sentence for whoever waits for it. */
export class ModelDownloadError extends Error {
  override readonly name = 'CacheTrouble';
}

const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** For users: 4.2 GiB, 37 MiB. */
export const inWords = (bytes: number): string =>
  bytes >= GIB ? `${(bytes / GIB).toFixed(1)} GiB` : `${Math.ceil(bytes / MIB)} MiB`;

export const isDiskFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');
