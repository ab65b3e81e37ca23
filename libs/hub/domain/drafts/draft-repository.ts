import type { Draft, DraftForm, FileRejection, RejectedFile } from '../drafts.js';
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
  | { readonly state: 'rejected'; readonly refusal: FileRejection | null }
  /** Files are missing. */
  | { readonly state: 'uploading' };

/** Job: checks a draft. The key is its id. */
export const CHECK_DRAFT = 'hub.checkDraft';

/** Port: stores drafts. */
export abstract class DraftRepository {
  abstract add(draft: NewDraftRow): Promise<void>;
  abstract byClientId(creatorId: string, clientId: string): Promise<Draft | null>;
  /** Unpublished drafts, newest first. */
  abstract ofCreator(creatorId: string): Promise<Draft[]>;
  /** Includes published drafts. */
  abstract allOfCreator(creatorId: string): Promise<Draft[]>;
  /** A draft for the same model that holds nothing but rejected files. */
  abstract abandoned(creatorId: string, modelId: string | null): Promise<Draft | null>;
  /** Resets an abandoned draft for reuse. */
  abstract reset(id: string, clientId: string, at: number): Promise<void>;
  abstract setForm(id: string, form: DraftForm, at: number): Promise<void>;
  abstract propose(id: string, proposed: DraftForm): Promise<void>;
  /** Discards the check of the draft and ends a running one. */
  abstract filesChanged(id: string, at: number): Promise<void>;
  abstract remove(ids: readonly string[]): Promise<void>;
  /** Adds the job of the check. */
  abstract requestCheck(id: string, at: number): Promise<void>;
  abstract settle(id: string, result: DraftCheckResult, at: number): Promise<void>;
  abstract setRejectedFiles(id: string, rejectedFiles: readonly RejectedFile[]): Promise<void>;
  /** Idle drafts that hold nothing but rejected files. */
  abstract onlyRejected(changedBefore: number, limit: number): Promise<Draft[]>;
  /** Idle drafts that aren't being checked. */
  abstract idle(changedBefore: number, limit: number): Promise<Draft[]>;
}
