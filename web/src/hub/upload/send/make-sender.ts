import { keepPrint, printOf } from './fingerprints.js';
import { goOn } from './go-on.js';
import { makeLineBack } from './line-back.js';
import type { makeTransfers } from './transfers.js';
import type { Transfer } from './transfer.js';
import { sendByTus } from './tus-line.js';

export interface SenderHands {
  readonly transfers: ReturnType<typeof makeTransfers>;
  /** Ids of uploads that were begun. */
  readonly fileIds: Map<string, string>;
  refuse(key: string, error: unknown): void;
  /** The server knows of it: whatever happens to this page, it goes on from there. */
  begun(transfer: Transfer): void;
  /** All of it is there. */
  done(key: string): Promise<void>;
}

/** Brings one transfer to its end, over however many breaks. */
export function makeSender({ transfers: { of, patch, progress }, fileIds, refuse, begun, done }: SenderHands) {
  const lineBack = makeLineBack();
  /** How far each was when its line broke last. */
  const reached = new Map<string, number>();

  async function attempt(key: string, signal: AbortSignal): Promise<void> {
    const transfer = of(key);
    if (!transfer) return;
    await sendByTus({
      ...{ file: transfer.file, draftId: transfer.draftId, path: transfer.path, signal },
      fileId: fileIds.get(key) ?? null,
      begun(fileId) {
        fileIds.set(key, fileId);
        begun(transfer);
        keepPrint(fileId, printOf(transfer));
        patch(key, { state: 'sending' });
      },
      resumed(from) {
        const was = of(key)?.broke;
        patch(key, { sent: from, ...(was ? { broke: { at: was.at, from } } : {}) });
      },
      progress: (sent) => progress(key, sent),
    });
  }

  function broke(key: string): boolean {
    const [now, before] = [of(key)?.sent ?? 0, reached.get(key) ?? -1];
    reached.set(key, now);
    patch(key, { state: 'broken', broke: { at: Date.now() }, perSecond: undefined });
    return now > before;
  }

  return async (key: string, signal: AbortSignal): Promise<void> => {
    if (of(key)?.state !== 'waiting') return;
    patch(key, { state: 'sending' });
    try {
      const way = { signal, attempt: () => attempt(key, signal), lineBack };
      const end = await goOn({ ...way, broke: () => broke(key), forgotten: () => void fileIds.delete(key) });
      reached.delete(key);
      if (end === 'done') await done(key);
    } catch (error) {
      if (!signal.aborted) refuse(key, error);
    }
  };
}
