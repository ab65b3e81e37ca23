import type { RejectedFile } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { createDraftApi } from './draft-api.js';
import { createQuery } from '../../shared/query/index.js';
import { createDraftCache } from './draft-cache.js';
import { useDiscardedDrafts } from './discarded-drafts.js';

/** My drafts, synchronized between tabs by the server. */
export const useDraftsStore = defineStore('hub-drafts', () => {
  const [socket, session] = [useSocket(), useSessionStore()];
  const { list, of, put, drop, reset, clear } = createDraftCache();
  /** All my drafts on the server, and my quota. */
  const {
    data,
    rejection,
    load,
    clear: forget,
  } = createQuery(() => call('hubDrafts'), {
    onReply: ({ drafts }) => reset(drafts),
  });
  const { fetch, create, save, check } = createDraftApi(put);
  async function removeFile(draftId: string, fileId: string): Promise<void> {
    await call('deleteHubDraftFile', { params: { draftId, fileId } });
    await fetch(draftId);
  }
  /** The state stays in this tab if storage fails. */
  const rejectedFiles = (draftId: string, body: RejectedFile): void =>
    void call('recordRejectedHubDraftFile', { params: { draftId }, body }).catch(toRejection);
  async function remove(draftId: string): Promise<void> {
    await call('deleteHubDraft', { params: { draftId } });
    drop(draftId);
    await load();
  }
  const { leaving, discard, undoDiscard, commitDiscard } = useDiscardedDrafts(remove);

  socket.on('hub.draftUpdated', ({ draft }) => void put(draft));
  socket.on('hub.draftDeleted', ({ draftId }) => drop(draftId));
  // Updates missed while offline are loaded.
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
    quota: computed(() => data.value?.quota ?? null),
    loaded: computed(() => data.value !== null),
    rejection,
    load,
    fetch,
    create,
    save,
    check,
    removeFile,
    rejectedFiles,
    leaving,
    discard,
    undoDiscard,
    commitDiscard,
  };
});
