import { setTimeout as pause } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { ImportFiles, type Draft, Drafts, PublishCheckedDraft, type Version, Versions } from '@visionary/hub';
import { UserError } from '../../user-error.js';
import { refusalsOf } from './rejection-messages.js';

const LOOKS_EVERY_MS = 100;

/**
 * Waits until a draft has been checked, and publishes it. Nothing half-done stays: what was wrong is told, and is mended where
 * the files are.
 * @throws Trouble with what each refused file was refused for; Rejection as PublishCheckedDraft
 */
export async function waitAndPublish(instance: INestApplicationContext, draft: Draft): Promise<Version> {
  try {
    await checked(instance.get(Drafts, { strict: false }), draft.id);
    const versionId = await instance.get(PublishCheckedDraft, { strict: false }).run(draft.creatorId, draft.id);
    const version = await instance.get(Versions, { strict: false }).byId(versionId);
    if (!version) throw new UserError('The version was deleted right after it was published.');
    return version;
  } catch (error) {
    await instance.get(ImportFiles, { strict: false }).giveUp(draft);
    throw error;
  }
}

async function checked(drafts: Drafts, draftId: string): Promise<void> {
  for (;;) {
    const draft = await drafts.byId(draftId);
    if (draft?.state === 'ready') return;
    if (!draft || draft.state === 'rejected') throw new UserError(refusalsOf(draft, await drafts.filesOf(draftId)));
    await pause(LOOKS_EVERY_MS);
  }
}
