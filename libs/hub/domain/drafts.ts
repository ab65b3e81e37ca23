import type { ContentRating, DraftFileState, DraftState, ModelFamily, RecognizedFile } from '@visionary/contract';
import type { RejectionDetail } from '@visionary/kernel';
import type { FileFacts, RecommendedSettings } from './version.js';

/** An error code and its details. */
export interface FileRejection {
  readonly code: string;
  readonly detail?: RejectionDetail;
}

/** A file that was rejected before its upload. */
export interface RejectedFile {
  readonly path: string;
  readonly rejection: FileRejection;
}

/** A file as its header told before its upload. */
export interface RecognizedDraftFile {
  readonly path: string;
  readonly bytes: number;
  readonly recognized: RecognizedFile;
}

/** The form of a draft. All fields are optional until it is published. */
export interface DraftForm {
  readonly name?: string;
  readonly description?: string;
  readonly license?: string;
  readonly licenseText?: string;
  readonly tags?: readonly string[];
  readonly contentRating?: ContentRating;
  readonly label?: string;
  readonly notes?: string;
  readonly base?: ModelFamily;
  readonly baseModelName?: string;
  readonly triggerWords?: readonly string[];
  readonly recommended?: RecommendedSettings;
}

export interface DraftFile {
  /** Also the id of its upload. */
  readonly id: string;
  readonly draftId: string;
  readonly path: string;
  readonly bytes: number;
  readonly received: number;
  readonly state: DraftFileState;
  /** Blob key, once the upload is complete. */
  readonly sha256: string | null;
  readonly weightsHash: string | null;
  readonly crc32: number | null;
  /** Whether the blob store already had the content. */
  readonly isDeduplicated: boolean;
  readonly rejection: FileRejection | null;
  readonly createdAt: number;
}

/** An upload that isn't published yet. Times in ms since 1970. */
export interface Draft {
  readonly id: string;
  readonly creatorId: string;
  readonly clientId: string;
  /** The model that gets a new version; null for a new model. */
  readonly modelId: string | null;
  readonly state: DraftState;
  readonly form: DraftForm;
  /** Suggested from the files. */
  readonly suggestedForm: DraftForm;
  readonly facts: FileFacts | null;
  readonly renderFacts: string | null;
  /** Set if no single file caused the rejection. */
  readonly rejection: FileRejection | null;
  /** Latest first. */
  readonly rejectedFiles: readonly RejectedFile[];
  readonly recognizedFiles: readonly RecognizedDraftFile[];
  /** Hash of the folder or of the single file, once checked. */
  readonly hash: string | null;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly versionId: string | null;
}

export type NewDraftRow = Pick<Draft, 'id' | 'creatorId' | 'clientId' | 'modelId' | 'createdAt'>;

export type DraftCheckResult =
  | {
      readonly state: 'ready';
      readonly facts: FileFacts;
      readonly renderFacts: string | null;
      readonly hash: string;
      readonly suggestedForm: DraftForm;
    }
  | { readonly state: 'rejected'; readonly rejection: FileRejection | null }
  /** Files are missing. */
  | { readonly state: 'uploading' };

/** Job: checks a draft. The key is its id. */
export const CHECK_DRAFT = 'hub.checkDraft';
