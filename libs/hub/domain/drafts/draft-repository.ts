import type { Draft, DraftForm, FileRejection, RejectedFile } from '../drafts.js';
import type { FileFacts } from '../version.js';
import type { WorkLease } from './draft-files.js';

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
  abstract requestCheck(id: string, at: number): Promise<void>;
  /** Drafts that wait for a check or whose lease has expired, oldest request first. */
  abstract waiting(now: number, limit: number): Promise<Draft[]>;
  /** @returns number of checks of these files including this one; null if another holder has the lease */
  abstract startCheck(id: string, lease: WorkLease): Promise<number | null>;
  /** @returns false if the holder lost the lease */
  abstract renewLease(id: string, lease: WorkLease): Promise<boolean>;
  /** Releases the lease and doesn't count the check. */
  abstract undoCheck(id: string, holder: string): Promise<void>;
  /** @returns false if the holder lost the lease */
  abstract settle(id: string, holder: string, result: DraftCheckResult, at: number): Promise<boolean>;
  abstract setRejectedFiles(id: string, rejectedFiles: readonly RejectedFile[]): Promise<void>;
  /** Idle drafts that hold nothing but rejected files. */
  abstract onlyRejected(changedBefore: number, limit: number): Promise<Draft[]>;
  /** Idle drafts that aren't being checked. */
  abstract idle(changedBefore: number, limit: number): Promise<Draft[]>;
  /** Releases all leases. Only safe with a single node. */
  abstract releaseAllLeases(): Promise<void>;
}
