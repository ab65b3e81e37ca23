import type { DraftForm, DraftView } from '@visionary/contract';
import { call } from '../../shared/api/index.js';
import { randomUuid } from '../../shared/random-uuid.js';

/** Requests about one draft. A response is its newest state. */
export const createDraftApi = (put: (draft: DraftView) => DraftView) => ({
  fetch: async (draftId: string): Promise<DraftView> => put(await call('hubDraft', { params: { draftId } })),
  create: async (what: { readonly modelId?: string; readonly folder?: string }): Promise<DraftView> =>
    put(await call('createHubDraft', { body: { clientId: randomUuid(), ...what } })),
  save: async (draftId: string, form: DraftForm): Promise<DraftView> =>
    put(await call('updateHubDraft', { params: { draftId }, body: form })),
  check: async (draftId: string): Promise<DraftView> => put(await call('checkHubDraft', { params: { draftId } })),
});
