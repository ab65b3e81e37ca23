import { Rejection } from '@visionary/kernel';
import type { Draft } from '../../domain/drafts.js';

/** Whether somebody else has such a draft nobody learns. @throws Rejection HUB_DRAFT_NOT_FOUND */
export const ownDraft = (draft: Draft | null, personId: string): Draft => {
  if (draft?.makerId !== personId) throw new Rejection('HUB_DRAFT_NOT_FOUND');
  return draft;
};

/** @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED */
export const openDraft = (draft: Draft | null, personId: string): Draft => {
  const own = ownDraft(draft, personId);
  if (own.state === 'published') throw new Rejection('HUB_DRAFT_PUBLISHED');
  return own;
};
