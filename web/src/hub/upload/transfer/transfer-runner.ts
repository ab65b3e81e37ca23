import { watch } from 'vue';
import { useSocket } from '../../../shared/socket/index.js';
import { saveFingerprint, fingerprintOf } from './fingerprints.js';
import { ConnectionLost, UploadExpired, uploadWithTus } from './tus-upload.js';
import type { Transfer, useTransfers } from './use-transfers.js';

const FIRST_MS = 500;
const MAX_MS = 15_000;

/** Waits longer after each failure, and retries at once when the browser or the socket is online again. */
function createReconnectBackoff(): (failures: number, signal: AbortSignal) => Promise<void> {
  const { state } = useSocket();
  return (failures, signal) =>
    new Promise((resolve) => {
      const abortController = new AbortController();
      const finish = () => {
        abortController.abort();
        clearTimeout(timer);
        unwatch();
        resolve();
      };
      const timer = setTimeout(finish, Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(failures, 10)));
      const unwatch = watch(state, (now) => void (now === 'up' && finish()));
      addEventListener('online', finish, { signal: abortController.signal });
      signal.addEventListener('abort', finish, { signal: abortController.signal });
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
  waitForConnection(failures: number, signal: AbortSignal): Promise<void>;
}

/** Retries until the upload is complete, rejected, or canceled, however long it is offline. */
export async function uploadWithRetries({
  signal,
  attempt,
  onDisconnect,
  onExpired,
  waitForConnection,
}: UploadRetryOptions): Promise<'done' | 'stopped'> {
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      await attempt();
      return 'done';
    } catch (error) {
      if (signal.aborted) break;
      if (error instanceof UploadExpired) onExpired();
      else if (!(error instanceof ConnectionLost)) throw error;
      else if (onDisconnect()) failures = 0;
    }
    await waitForConnection(failures, signal);
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
  onComplete(key: string): Promise<void>;
}

/** Runs one transfer to its end, across disconnects. */
export function createTransferRunner({
  transfers: { of, patch, progress },
  fileIds,
  reject,
  onStarted,
  onComplete,
}: TransferRunnerOptions) {
  const waitForConnection = createReconnectBackoff();
  /** The progress of each upload at its last disconnect. */
  const sentAtDisconnect = new Map<string, number>();

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
      onResumed(from) {
        const lastBreak = of(key)?.lastBreak;
        patch(key, { sentBytes: from, ...(lastBreak ? { lastBreak: { at: lastBreak.at, from } } : {}) });
      },
      progress: (sentBytes) => progress(key, sentBytes),
    });
  }

  function onDisconnect(key: string): boolean {
    const [now, before] = [of(key)?.sentBytes ?? 0, sentAtDisconnect.get(key) ?? -1];
    sentAtDisconnect.set(key, now);
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
        onDisconnect: () => onDisconnect(key),
        onExpired: () => void fileIds.delete(key),
        waitForConnection,
      });
      sentAtDisconnect.delete(key);
      if (end === 'done') await onComplete(key);
    } catch (error) {
      if (!signal.aborted) reject(key, error);
    }
  };
}
