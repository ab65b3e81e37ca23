import { type DraftFileView, LIMITS, type TurnedAway } from '@visionary/contract';
import type { Brought } from '../bring/brought.js';
import { refusalAtDoor } from '../bring/fault-of.js';
import { isSameFile } from './fingerprints.js';
import type { makeTransfers } from './transfers.js';
import { keyOf, type Transfer } from './transfer.js';

export interface DoorHands {
  readonly transfers: ReturnType<typeof makeTransfers>;
  readonly fileIds: Map<string, string>;
  stop(key: string): void;
  send(key: string): void;
  /** What stands at that place in the draft. */
  thereOf(draftId: string, path: string): DraftFileView | undefined;
  /** @throws Refused */
  remove(draftId: string, fileId: string): Promise<void>;
  refuse(key: string, error: unknown): void;
  /** It is told again to whoever comes back. */
  turnedAway(draftId: string, away: TurnedAway): void;
}

/** Where files come in: what cannot be taken says so at once, what was begun goes on, what was another makes way. */
export function makeDoor({ transfers: { of, put }, fileIds, ...hands }: DoorHands) {
  return async (draftId: string, { path, file }: Brought): Promise<void> => {
    const transfer: Transfer = { draftId, path, file, state: 'waiting', sent: 0 };
    const key = keyOf(transfer);
    hands.stop(key);
    const refusal = await refusalAtDoor(path, file);
    if (refusal) {
      put({ ...transfer, state: 'refused', refusal });
      return hands.turnedAway(draftId, { path: path.slice(0, LIMITS.modelPathLength), refusal });
    }
    const there = hands.thereOf(draftId, path);
    const isSame = there !== undefined && there.bytes === file.size && isSameFile(there.id, { path, file });
    // Dropped again with the rest of its folder: it is here.
    if (isSame && there.state !== 'uploading' && there.state !== 'refused') return;
    put({ ...transfer, sent: isSame ? there.received : 0 });
    if (isSame && there.state === 'uploading') fileIds.set(key, there.id);
    else {
      fileIds.delete(key);
      if (there) await hands.remove(draftId, there.id).catch((error: unknown) => hands.refuse(key, error));
    }
    if (of(key)?.state === 'waiting') hands.send(key);
  };
}
