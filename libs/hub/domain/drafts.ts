import type { RejectionDetail } from '@visionary/kernel';
import type { FileFacts, ModelBase, RecommendedSettings } from './version.js';

export type DraftState = 'empty' | 'uploading' | 'checking' | 'rejected' | 'ready' | 'published';
export type DraftFileState = 'uploading' | 'waiting' | 'checking' | 'checked' | 'rejected';

/** Why something was refused: a code users get a sentence for, and what that sentence needs. */
export interface FileRejection {
  readonly code: string;
  readonly detail?: RejectionDetail;
}

/** A file that was refused before it was sent. */
export interface RejectedFile {
  readonly path: string;
  readonly refusal: FileRejection;
}

/** What its creator wrote so far. */
export interface DraftForm {
  readonly name?: string;
  readonly description?: string;
  readonly license?: string;
  readonly licenseText?: string;
  readonly tags?: readonly string[];
  readonly contentRating?: 'everyone' | 'sensitive' | 'adult';
  readonly label?: string;
  readonly notes?: string;
  readonly base?: ModelBase;
  readonly baseModelName?: string;
  readonly triggerWords?: readonly string[];
  readonly recommended?: RecommendedSettings;
}

export interface DraftFile {
  /** Its upload has the same id. */
  readonly id: string;
  readonly draftId: string;
  readonly path: string;
  readonly bytes: number;
  readonly received: number;
  readonly state: DraftFileState;
  /** Its key in the blob store, once it is there. */
  readonly sha256: string | null;
  readonly weightsHash: string | null;
  readonly crc32: number | null;
  readonly isKnown: boolean;
  readonly refusal: FileRejection | null;
  readonly createdAt: number;
}

/** What somebody is about to publish. Times in ms since 1970. */
export interface Draft {
  readonly id: string;
  readonly creatorId: string;
  readonly clientId: string;
  /** Of a later version. */
  readonly modelId: string | null;
  readonly state: DraftState;
  readonly form: DraftForm;
  readonly proposed: DraftForm;
  readonly facts: FileFacts | null;
  readonly renderFacts: string | null;
  /** Of the whole, where no single file is to blame. */
  readonly refusal: FileRejection | null;
  /** The last first. */
  readonly turnedAway: readonly RejectedFile[];
  /** Of the folder or the single file, once it is checked. */
  readonly hash: string | null;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly versionId: string | null;
}

/** Port: what users are about to publish. What is needed by one use case alone stands in a port of its own. */
export abstract class Drafts {
  abstract byId(id: string): Promise<Draft | null>;
  abstract filesOf(draftId: string): Promise<DraftFile[]>;
  /** Inside a unit of work: it stays as it is until the end. */
  abstract hold(id: string): Promise<Draft | null>;
  /** It became this version; its files are the version's. */
  abstract publishedAs(id: string, versionId: string, at: number): Promise<void>;
}
