import { ConnectionLost, UploadExpired } from './tus-upload.js';

export interface UploadRetryOptions {
  readonly signal: AbortSignal;
  /** One try, as far as the line holds. @throws ConnectionLost, UploadExpired, or what ends it for good */
  attempt(): Promise<void>;
  /** @returns whether some of it went through since the break before */
  broke(): boolean;
  /** The server forgot what it had: it begins anew. */
  forgotten(): void;
  /** After so many breaks in a row, or earlier where something says that the line is back. */
  lineBack(breaks: number, signal: AbortSignal): Promise<void>;
}

/** Tries until it is done, refused or stopped: a broken line is waited for, however long. */
export async function uploadWithRetries({
  signal,
  attempt,
  broke,
  forgotten,
  lineBack,
}: UploadRetryOptions): Promise<'done' | 'stopped'> {
  for (let breaks = 0; !signal.aborted; breaks++) {
    try {
      await attempt();
      return 'done';
    } catch (error) {
      if (signal.aborted) break;
      if (error instanceof UploadExpired) forgotten();
      else if (!(error instanceof ConnectionLost)) throw error;
      else if (broke()) breaks = 0;
    }
    await lineBack(breaks, signal);
  }
  return 'stopped';
}
