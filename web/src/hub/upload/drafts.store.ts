import type { TurnedAway } from '@visionary/contract';
import { defineStore } from 'pinia';
import { watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { asRefused } from '../../shared/refused.js';
import { useSession } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { draftCalls } from './draft-calls.js';
import { draftList } from './draft-list.js';
import { draftShelf } from './draft-shelf.js';
import { leavingDrafts } from './leaving-drafts.js';

/** What I am about to publish, the same on all my pages: the server has the truth. */
export const useDrafts = defineStore('hub-drafts', () => {
  const [socket, session] = [useSocket(), useSession()];
  const { list, of, put, drop, reset, clear } = draftShelf();
  const { quota, loaded, refused, load, forget } = draftList(reset);
  const { ask, begin, save, check } = draftCalls(put);
  async function removeFile(draftId: string, fileId: string): Promise<void> {
    await call('removeHubDraftFile', { params: { draftId, fileId } });
    await ask(draftId);
  }
  /** This page shows it all the same where that cannot be kept. */
  const turnedAway = (draftId: string, body: TurnedAway): void =>
    void call('turnAwayHubDraftFile', { params: { draftId }, body }).catch(asRefused);
  async function remove(draftId: string): Promise<void> {
    await call('removeHubDraft', { params: { draftId } });
    drop(draftId);
    await load();
  }
  const { leaving, putAside, takeBack, letGo } = leavingDrafts(remove);

  socket.on('hub.drafted', ({ draft }) => void put(draft));
  socket.on('hub.draftRemoved', ({ draftId }) => drop(draftId));
  // What was told while there was no line is asked for.
  watch(socket.state, (now) => void (now === 'up' && list.value.length > 0 && load()));
  watch(
    () => session.me?.id,
    () => {
      clear();
      forget();
    },
  );

  return {
    list,
    of,
    quota,
    loaded,
    refused,
    load,
    ask,
    begin,
    save,
    check,
    removeFile,
    turnedAway,
    leaving,
    putAside,
    takeBack,
    letGo,
  };
});
