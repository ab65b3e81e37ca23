import type { Draft, DraftForm, FileRejection } from '../drafts.js';
import type { FileFacts } from '../version.js';

export type NewDraftRow = Pick<Draft, 'id' | 'creatorId' | 'clientId' | 'modelId' | 'createdAt'>;

export type DraftCheckResult =
  | {
      readonly state: 'ready';
      readonly facts: FileFacts;
      readonly renderFacts: string | null;
      readonly hash: string;
      readonly proposed: DraftForm;
    }
  | { readonly state: 'rejected'; readonly rejection: FileRejection | null }
  /** Files are missing. */
  | { readonly state: 'uploading' };

/** Job: checks a draft. The key is its id. */
export const CHECK_DRAFT = 'hub.checkDraft';
