import { Rejection } from '@visionary/kernel';
import type { Draft } from '../../domain/drafts.js';

/** Whether somebody else has such a draft nobody learns. @throws Rejection HUB_DRAFT_NOT_FOUND */
export const ownDraft = (draft: Draft | null, userId: string): Draft => {
  if (draft?.creatorId !== userId) throw new Rejection('HUB_DRAFT_NOT_FOUND');
  return draft;
};

/** @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED */
export const openDraft = (draft: Draft | null, userId: string): Draft => {
  const own = ownDraft(draft, userId);
  if (own.state === 'published') throw new Rejection('HUB_DRAFT_PUBLISHED');
  return own;
};
