import { watch } from 'vue';
import { useSocket } from '../../../shared/socket/index.js';
import { saveFingerprint, fingerprintOf } from './fingerprints.js';
import { ConnectionLost, UploadExpired, uploadWithTus } from './tus-upload.js';
import type { Transfer, useTransfers } from './use-transfers.js';

const MIN_DELAY_MS = 500;
const MAX_DELAY_MS = 15_000;

/** Waits longer after each failure, and retries at once when the browser or the socket is online again. */
function createReconnectBackoff(): (breaks: number, signal: AbortSignal) => Promise<void> {
  const { state } = useSocket();
  return (breaks, signal) =>
    new Promise((resolve) => {
      const listeners = new AbortController();
      const go = () => {
        listeners.abort();
        clearTimeout(timer);
        unwatch();
        resolve();
      };
      const timer = setTimeout(go, Math.min(MAX_DELAY_MS, MIN_DELAY_MS * 2 ** Math.min(breaks, 10)));
      const unwatch = watch(state, (now) => void (now === 'up' && go()));
      addEventListener('online', go, { signal: listeners.signal });
      signal.addEventListener('abort', go, { signal: listeners.signal });
    });
}

interface UploadRetryOptions {
  readonly signal: AbortSignal;
  /** One attempt. @throws ConnectionLost, UploadExpired, or a permanent error */
  attempt(): Promise<void>;
  /** @returns whether there was progress since the previous disconnect */
  onDisconnect(): boolean;
  /** The server forgot the upload, so it restarts. */
  onExpired(): void;
  /** Waits after so many failures in a row, or less if the connection is back. */
  waitForConnection(breaks: number, signal: AbortSignal): Promise<void>;
}

/** Retries until the upload is complete, rejected, or canceled, however long it is offline. */
export async function uploadWithRetries({
  signal,
  attempt,
  onDisconnect,
  onExpired,
  waitForConnection,
}: UploadRetryOptions): Promise<'done' | 'stopped'> {
  for (let breaks = 0; !signal.aborted; breaks++) {
    try {
      await attempt();
      return 'done';
    } catch (error) {
      if (signal.aborted) break;
      if (error instanceof UploadExpired) onExpired();
      else if (!(error instanceof ConnectionLost)) throw error;
      else if (onDisconnect()) breaks = 0;
    }
    await waitForConnection(breaks, signal);
  }
  return 'stopped';
}

export interface TransferRunnerOptions {
  readonly transfers: ReturnType<typeof useTransfers>;
  /** Ids of started uploads. */
  readonly fileIds: Map<string, string>;
  reject(key: string, error: unknown): void;
  /** The server has created the upload, so any page can resume it. */
  onStarted(transfer: Transfer): void;
  /** The upload is complete. */
  done(key: string): Promise<void>;
}

/** Runs one transfer to its end, across disconnects. */
export function createTransferRunner({
  transfers: { of, patch, progress },
  fileIds,
  reject,
  onStarted,
  done,
}: TransferRunnerOptions) {
  const waitForConnection = createReconnectBackoff();
  /** The progress of each upload at its last disconnect. */
  const progressAtBreak = new Map<string, number>();

  async function attempt(key: string, signal: AbortSignal): Promise<void> {
    const transfer = of(key);
    if (!transfer) return;
    await uploadWithTus({
      ...{ file: transfer.file, draftId: transfer.draftId, path: transfer.path, signal },
      fileId: fileIds.get(key) ?? null,
      onCreated(fileId) {
        fileIds.set(key, fileId);
        onStarted(transfer);
        saveFingerprint(fileId, fingerprintOf(transfer));
        patch(key, { state: 'sending' });
      },
      resumed(from) {
        const was = of(key)?.lastBreak;
        patch(key, { sent: from, ...(was ? { lastBreak: { at: was.at, from } } : {}) });
      },
      progress: (sent) => progress(key, sent),
    });
  }

  function broke(key: string): boolean {
    const [now, before] = [of(key)?.sent ?? 0, progressAtBreak.get(key) ?? -1];
    progressAtBreak.set(key, now);
    patch(key, { state: 'disconnected', lastBreak: { at: Date.now() }, bytesPerSecond: undefined });
    return now > before;
  }

  return async (key: string, signal: AbortSignal): Promise<void> => {
    if (of(key)?.state !== 'waiting') return;
    patch(key, { state: 'sending' });
    try {
      const end = await uploadWithRetries({
        signal,
        attempt: () => attempt(key, signal),
        onDisconnect: () => broke(key),
        onExpired: () => void fileIds.delete(key),
        waitForConnection,
      });
      progressAtBreak.delete(key);
      if (end === 'done') await done(key);
    } catch (error) {
      if (!signal.aborted) reject(key, error);
    }
  };
}
