import type { Draft, DraftForm, FileRejection, RejectedFile } from '../drafts.js';
import type { FileFacts } from '../version.js';
import type { WorkLease } from './draft-files.js';

export type NewDraftRow = Pick<Draft, 'id' | 'creatorId' | 'clientId' | 'modelId' | 'createdAt'>;

/** What came of looking at the whole. */
export type DraftCheckResult =
  | {
      readonly state: 'ready';
      readonly facts: FileFacts;
      readonly renderFacts: string | null;
      readonly hash: string;
      readonly proposed: DraftForm;
    }
  | { readonly state: 'rejected'; readonly refusal: FileRejection | null }
  /** Not all of it is there. */
  | { readonly state: 'uploading' };

/** Port: drafts, as they are written down. */
export abstract class DraftRepository {
  abstract add(draft: NewDraftRow): Promise<void>;
  abstract byClientId(creatorId: string, clientId: string): Promise<Draft | null>;
  /** Not published yet, the newest first. */
  abstract ofCreator(creatorId: string): Promise<Draft[]>;
  /** With those that are published. */
  abstract allOfCreator(creatorId: string): Promise<Draft[]>;
  /** Of which nothing is there but what was turned away, for the same model or for none. */
  abstract abandoned(creatorId: string, modelId: string | null): Promise<Draft | null>;
  /** It is as new, under another `clientId`. */
  abstract resetChecks(id: string, clientId: string, at: number): Promise<void>;
  abstract setForm(id: string, form: DraftForm, at: number): Promise<void>;
  /** Before it is checked; `name`: what it came in. */
  abstract propose(id: string, proposed: DraftForm): Promise<void>;
  /** Its files are others: whatever was found out about the whole holds no more, and who checks it does so in vain. */
  abstract filesChanged(id: string, at: number): Promise<void>;
  abstract remove(ids: readonly string[]): Promise<void>;
  /** It waits for whoever checks it. */
  abstract requestCheck(id: string, at: number): Promise<void>;
  /** Those that wait for a check, the first asked for first; of those under check whose turn is over. */
  abstract waiting(now: number, limit: number): Promise<Draft[]>;
  /** @returns how often a check of these files began, this one included; null where it is somebody else's */
  abstract take(id: string, workLease: WorkLease): Promise<number | null>;
  /** @returns whether it is still the holder's: else whatever comes of it counts no more */
  abstract renewLease(id: string, workLease: WorkLease): Promise<boolean>;
  abstract letGo(id: string, holder: string): Promise<void>;
  /** As long as the turn is its holder's. @returns whether it was */
  abstract settle(id: string, holder: string, draftCheckResult: DraftCheckResult, at: number): Promise<boolean>;
  abstract setTurnedAway(id: string, turnedAway: readonly RejectedFile[]): Promise<void>;
  /** Of which nothing is there but what was turned away, untouched since then. */
  abstract onlyTurnedAway(changedBefore: number, limit: number): Promise<Draft[]>;
  /** Untouched since then: of these states. */
  abstract idle(changedBefore: number, limit: number): Promise<Draft[]>;
  /** Turns of nodes that are no more: where there is one node only, all are. */
  abstract forgetTurns(): Promise<void>;
}

/** Port: what crashed or hung whoever tried it. */
export abstract class Quarantine {
  abstract of(hash: string): Promise<{ readonly refusal: FileRejection; readonly at: number } | null>;
  abstract put(hash: string, fileRejection: FileRejection, at: number): Promise<void>;
}
