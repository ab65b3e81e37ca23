import { defineStore } from 'pinia';
import { computed, watchEffect } from 'vue';
import { uploading } from '../uploading.js';
import { asRefused, Refused } from '../../../shared/refused.js';
import { useDrafts } from '../drafts.store.js';
import { Lanes } from './lanes.js';
import { makeBringing } from './make-bringing.js';
import { makeDoor } from './make-door.js';
import { makeSender } from './make-sender.js';
import { makeTransfers } from './transfers.js';
import { keyOf, type Transfer } from './transfer.js';
import { useUnbegun } from './use-unbegun.js';

const AT_ONCE = 2;

/** Files on their way into my drafts. They go on while one looks at other pages of the app, and end with this one. */
export const useUploads = defineStore('hub-uploads', () => {
  const [drafts, transfers, unbegun] = [useDrafts(), makeTransfers(), useUnbegun()];
  const { all, of, patch, drop } = transfers;
  const lanes = new Lanes(AT_ONCE);
  const fileIds = new Map<string, string>();

  const begun = ({ draftId, path }: Transfer): void => unbegun.drop(draftId, [path]);
  const refuse = (key: string, error: unknown) => patch(key, refusedBy(error));

  async function done(key: string): Promise<void> {
    const transfer = of(key);
    if (!transfer) return;
    // Asked for before the row of this page goes: otherwise it would be shown as it was for a moment.
    const draft = await drafts.ask(transfer.draftId).catch(asRefused);
    drop(key);
    const isLast = !all.value.some(({ draftId, state }) => draftId === transfer.draftId && state !== 'refused');
    // Once more for the same files would only take the draft's readiness away for a while.
    if (isLast && 'state' in draft && draft.state === 'uploading') await drafts.check(transfer.draftId).catch(hush);
  }
  const run = makeSender({ transfers, fileIds, refuse, begun, done });
  const send = (key: string) => lanes.add(key, (signal) => run(key, signal));
  const stop = (key: string) => lanes.stop(key);
  const take = makeDoor({
    ...{ transfers, fileIds, stop, send, refuse, remove: drafts.removeFile, turnedAway: drafts.turnedAway },
    thereOf: (draftId, path) => drafts.of(draftId)?.files.find((one) => one.path === path),
  });

  const { bring, leftOf } = makeBringing({ unbegun, draftOf: drafts.of, of, take });
  function pause(key: string): void {
    stop(key);
    patch(key, { state: 'paused', perSecond: undefined });
  }
  function resume(key: string): void {
    patch(key, { state: 'waiting', refusal: undefined, broke: undefined });
    send(key);
  }
  /** It goes for good, also what of it is on the server. @throws Refused */
  async function cancel(key: string): Promise<void> {
    stop(key);
    const [transfer, fileId] = [of(key), fileIds.get(key)];
    drop(key);
    fileIds.delete(key);
    if (transfer) begun(transfer);
    if (transfer && fileId) await drafts.removeFile(transfer.draftId, fileId);
  }
  /** All of a draft that is gone or done with. */
  function forget(draftId: string): void {
    for (const key of all.value.filter((one) => one.draftId === draftId).map(keyOf)) {
      stop(key);
      drop(key);
    }
    unbegun.dropAll(draftId);
  }

  const underWay = computed(() => all.value.filter(({ state }) => state !== 'refused' && state !== 'paused'));
  tellPage(() => underWay.value.length > 0);
  return { all, underWay, leftOf, leaveOut: unbegun.dropAll, bring, pause, resume, cancel, forget };
});

/** It checks by itself, too: where that went first, or files are missing, the draft says so. */
const hush = (error: unknown) => void (error instanceof Refused ? undefined : asRefused(error));

function refusedBy(error: unknown): Partial<Transfer> {
  const { code, detail } = asRefused(error);
  // What this side finds out by itself is no word of the server.
  const said = code === 'TIMEOUT' || code === 'OFFLINE' ? 'UNAVAILABLE' : code;
  return { state: 'refused', refusal: { code: said, detail }, perSecond: undefined };
}

/** Every page shows that something is on its way, and the browser asks whether one really wants to leave. */
function tellPage(isBusy: () => boolean): void {
  watchEffect(() => (uploading.value = isBusy()));
  addEventListener('beforeunload', (event) => {
    if (isBusy()) event.preventDefault();
  });
}
