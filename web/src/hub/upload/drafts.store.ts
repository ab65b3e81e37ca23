import type { DraftForm, DraftView, TurnedAway } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { freshId } from '../../shared/fresh-id.js';
import { asRefused, type Refused } from '../../shared/refused.js';
import { useSession } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { draftShelf } from './draft-shelf.js';

interface Quota {
  readonly bytes: number;
  readonly used: number;
}

/** What I am about to publish, the same on all my pages: the server has the truth. */
export const useDrafts = defineStore('hub-drafts', () => {
  const [socket, session] = [useSocket(), useSession()];
  const { list, of, put, drop, reset, clear } = draftShelf();
  const quota = shallowRef<Quota | null>(null);
  const loaded = shallowRef(false);
  const refused = shallowRef<Refused | null>(null);

  /** All of them, and how much I may keep. */
  async function load(): Promise<void> {
    refused.value = null;
    try {
      const { drafts, quota: now } = await call('hubDrafts');
      reset(drafts);
      quota.value = now;
      loaded.value = true;
    } catch (error) {
      refused.value = asRefused(error);
    }
  }
  const ask = async (draftId: string): Promise<DraftView> => put(await call('hubDraft', { params: { draftId } }));
  const begin = async (what: { readonly modelId?: string; readonly folder?: string }): Promise<DraftView> =>
    put(await call('newHubDraft', { body: { clientId: freshId(), ...what } }));
  const save = async (draftId: string, form: DraftForm): Promise<DraftView> =>
    put(await call('changeHubDraft', { params: { draftId }, body: form }));
  const check = async (draftId: string): Promise<DraftView> =>
    put(await call('checkHubDraft', { params: { draftId } }));
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

  socket.on('hub.drafted', ({ draft }) => void put(draft));
  socket.on('hub.draftRemoved', ({ draftId }) => drop(draftId));
  // What was told while there was no line is asked for.
  watch(socket.state, (now) => void (now === 'up' && list.value.length > 0 && load()));
  watch(
    () => session.me?.id,
    () => {
      clear();
      [quota.value, loaded.value] = [null, false];
    },
  );

  return { list, of, quota, loaded, refused, load, ask, begin, save, check, removeFile, turnedAway, remove };
});
