import { setTimeout as pause } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { ImportFiles, type Draft, Drafts, PublishCheckedDraft, type Version, Versions } from '@visionary/hub';
import { UserError } from '../../user-error.js';
import { formatRejections } from './rejection-messages.js';

const POLL_INTERVAL_MS = 100;

/**
 * Waits for the checks of a draft and publishes it. A rejected draft is deleted.
 * @throws UserError with the rejected files; Rejection as PublishCheckedDraft
 */
export async function waitAndPublish(instance: INestApplicationContext, draft: Draft): Promise<Version> {
  try {
    await waitForChecks(instance.get(Drafts, { strict: false }), draft.id);
    const versionId = await instance.get(PublishCheckedDraft, { strict: false }).run(draft.creatorId, draft.id);
    const version = await instance.get(Versions, { strict: false }).byId(versionId);
    if (!version) throw new UserError('The version was deleted right after it was published.');
    return version;
  } catch (error) {
    await instance.get(ImportFiles, { strict: false }).discard(draft);
    throw error;
  }
}

async function waitForChecks(drafts: Drafts, draftId: string): Promise<void> {
  for (;;) {
    const draft = await drafts.byId(draftId);
    if (draft?.state === 'ready') return;
    if (!draft || draft.state === 'rejected') {
      throw new UserError(formatRejections(draft, await drafts.filesOf(draftId)));
    }
    await pause(POLL_INTERVAL_MS);
  }
}
