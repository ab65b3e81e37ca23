import type { DraftForm, DraftView, HubModelDetail, RejectedFile } from '@visionary/contract';
import { until } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { createQuery } from '../../shared/query/index.js';
import { randomUuid } from '../../shared/random-uuid.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { publishOnce } from './publish-once.js';

/** My drafts, synchronized between tabs by the server. */
export const useDraftsStore = defineStore('hub-drafts', () => {
  const [socket, session] = [useSocket(), useSessionStore()];
  const draftsById = shallowRef<ReadonlyMap<string, DraftView>>(new Map());
  /** Discarded drafts: hidden at once, deleted when Undo has expired or the page closes. */
  const leaving = shallowRef<ReadonlySet<string>>(new Set());
  /** Newest state first. */
  const list = computed(() => [...draftsById.value.values()].sort((one, other) => other.changedAt - one.changedAt));
  /** All my drafts on the server, and my quota. */
  const query = createQuery(() => call('hubDrafts'), {
    // Drafts published meanwhile are shown as such.
    onReply({ drafts }) {
      const publishedDrafts = [...draftsById.value.values()].filter(({ published }) => published);
      draftsById.value = new Map([...publishedDrafts, ...drafts].map((draft) => [draft.id, draft]));
    },
  });

  /** Resolves once the drafts are known, or can't be loaded. */
  async function whenLoaded(): Promise<void> {
    const isSettled = () => query.data.value !== null || query.rejection.value !== null;
    if (!isSettled() && !query.loading.value) void query.load();
    await until(isSettled).toBe(true);
  }

  /** Keeps the newest state of each draft, from responses and live updates. */
  function upsert(draft: DraftView): DraftView {
    const before = draftsById.value.get(draft.id);
    if (before && before.changedAt > draft.changedAt) return before;
    draftsById.value = new Map(draftsById.value).set(draft.id, draft);
    return draft;
  }
  function drop(draftId: string): void {
    const remaining = new Map(draftsById.value);
    if (remaining.delete(draftId)) draftsById.value = remaining;
  }
  const fetch = async (draftId: string): Promise<DraftView> => upsert(await call('hubDraft', { params: { draftId } }));
  const create = async (options: { readonly modelId?: string; readonly folder?: string }): Promise<DraftView> =>
    upsert(await call('createHubDraft', { body: { clientId: randomUuid(), ...options } }));
  const save = async (draftId: string, form: DraftForm): Promise<DraftView> =>
    upsert(await call('updateHubDraft', { params: { draftId }, body: form }));
  const check = async (draftId: string): Promise<DraftView> =>
    upsert(await call('checkHubDraft', { params: { draftId } }));
  /** @param saveValues saves what the form has */
  const publish = (draftId: string, saveValues: () => Promise<unknown>): Promise<HubModelDetail> =>
    publishOnce({
      publish: async () => {
        await saveValues();
        return call('publishHubDraft', { params: { draftId } });
      },
      draft: () => fetch(draftId),
      model: (modelId) => call('hubModel', { params: { modelId } }),
    });
  async function removeFile(draftId: string, fileId: string): Promise<void> {
    await call('deleteHubDraftFile', { params: { draftId, fileId } });
    await fetch(draftId);
  }
  /** Uses the file of a published version. The draft is checked with it. */
  const addPublishedFile = async (draftId: string, versionId: string): Promise<DraftView> =>
    upsert(await call('addPublishedHubDraftFile', { params: { draftId }, body: { versionId } }));
  /** The state stays in this tab if storage fails. */
  const rejectedFiles = (draftId: string, body: RejectedFile): void =>
    void call('recordRejectedHubDraftFile', { params: { draftId }, body }).catch(toRejection);
  async function remove(draftId: string): Promise<void> {
    await call('deleteHubDraft', { params: { draftId } });
    drop(draftId);
    await query.load();
  }

  const discard = (draftId: string): void => void (leaving.value = new Set([...leaving.value, draftId]));
  function undoDiscard(draftId: string): void {
    leaving.value = new Set([...leaving.value].filter((id) => id !== draftId));
  }
  /** @throws Rejection, after it was restored to the list */
  async function commitDiscard(draftId: string): Promise<void> {
    if (leaving.value.has(draftId)) await remove(draftId).finally(() => undoDiscard(draftId));
  }
  addEventListener('pagehide', () => {
    for (const draftId of leaving.value) void remove(draftId).catch(() => undefined);
  });

  socket.on('hub.draftUpdated', ({ draft }) => void upsert(draft));
  socket.on('hub.draftDeleted', ({ draftId }) => drop(draftId));
  // Updates missed while offline are loaded.
  watch(socket.state, (now) => void (now === 'up' && list.value.length > 0 && query.load()));
  watch(
    () => session.me?.id,
    () => {
      draftsById.value = new Map();
      query.clear();
    },
  );

  return {
    list,
    of: (draftId: string): DraftView | undefined => draftsById.value.get(draftId),
    quota: computed(() => query.data.value?.quota ?? null),
    loaded: computed(() => query.data.value !== null),
    rejection: query.rejection,
    load: query.load,
    whenLoaded,
    fetch,
    create,
    save,
    check,
    publish,
    removeFile,
    addPublishedFile,
    rejectedFiles,
    leaving: computed(() => leaving.value),
    discard,
    undoDiscard,
    commitDiscard,
  };
});
