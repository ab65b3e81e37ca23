import type { FileRejection, HubModelDetail, RecognizedFile } from '@visionary/contract';
import type { Rejection } from '../../../shared/api/rejection.js';

/** A file on the page where several are added at once. */
export interface AddedFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  /** Absent after a reload: the page has only what the server knows of it. */
  readonly file?: File | undefined;
  readonly state: 'reading' | 'recognized' | 'refused';
  readonly recognized?: RecognizedFile | undefined;
  readonly seconds?: number;
  /** Why it is refused. A recognized file could not be given a draft, which can be tried again. */
  readonly rejection?: FileRejection | undefined;
  /** The file on this page that has the same content, which refuses this one. */
  readonly sameAs?: string | undefined;
  /** When the rate limit ends that it waits for, in ms since 1970. */
  readonly waitsUntil?: number | undefined;
  /** The draft that it is uploaded into. */
  readonly draftId?: string | undefined;
  /** The checkpoint in whose draft it is, for a VAE that the checkpoint lacks. */
  readonly usedById?: string;
  readonly published?: HubModelDetail;
  readonly publishRejection?: Rejection;
}
