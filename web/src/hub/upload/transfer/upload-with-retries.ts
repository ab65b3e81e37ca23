import { ConnectionLost, UploadExpired } from './tus-upload.js';

export interface UploadRetryOptions {
  readonly signal: AbortSignal;
  /** One attempt. @throws ConnectionLost, UploadExpired, or a permanent error */
  attempt(): Promise<void>;
  /** @returns whether there was progress since the previous disconnect */
  broke(): boolean;
  /** The server forgot the upload, so it restarts. */
  forgotten(): void;
  /** Waits after so many failures in a row, or less if the connection is back. */
  lineBack(breaks: number, signal: AbortSignal): Promise<void>;
}

/** Retries until the upload is complete, rejected, or canceled, however long it is offline. */
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
