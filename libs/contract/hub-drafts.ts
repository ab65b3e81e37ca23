import { z } from 'zod';
import { ERROR_CODES, type ErrorCode, ErrorDetail } from './errors.js';
import { modelFields, versionFields } from './hub-forms.js';
import { ModelFileMetadata } from './hub-views.js';
import { LIMITS } from './limits.js';
import { Timestamp, ClientId, Id } from './primitives.js';

/**
 * Where files of drafts go by tus 1.0 (creation, termination), relative to the host. Metadata: `draftId`; `path`, relative with
 * forward slashes, the name alone for a zip or a single file; `sha256` in hex where it is known already. An upload's id is its
 * file's. A draft's file of the same path before goes.
 */
export const UPLOADS_PATH = '/api/hub/uploads';

/** What a creator writes before publishing; everything may still be missing. Kept as it is typed. */
export const DraftForm = z
  .strictObject({ ...modelFields, ...versionFields })
  .partial()
  .meta({ id: 'DraftForm' });
export type DraftForm = z.infer<typeof DraftForm>;

export const FILE_STATES = ['uploading', 'waiting', 'checking', 'checked', 'rejected'] as const;
/** Why a file or a whole was refused: the code has a sentence in both languages, the detail says what is wrong where. */
export const FileRejection = z
  .strictObject({ code: z.enum(ERROR_CODES as [ErrorCode, ...ErrorCode[]]), detail: ErrorDetail.optional() })
  .meta({ id: 'Refusal' });
export type FileRejection = z.infer<typeof FileRejection>;

export const DraftFileView = z
  .strictObject({
    id: Id,
    /** As it stands in the folder, with forward slashes. */
    path: z.string(),
    bytes: z.number().int(),
    /** How much of it has arrived. */
    received: z.number().int(),
    sha256: z.string().optional(),
    state: z.enum(FILE_STATES),
    /** This very content was here already, and is stored once. */
    isDeduplicated: z.boolean(),
    rejection: FileRejection.optional(),
  })
  .meta({ id: 'DraftFile' });
export type DraftFileView = z.infer<typeof DraftFileView>;

/** A file that was refused before it was sent: told again to whoever comes back to the draft. */
export const RejectedFile = z
  .strictObject({ path: z.string().min(1).max(LIMITS.modelPathLength), rejection: FileRejection })
  .meta({ id: 'TurnedAway' });
export type RejectedFile = z.infer<typeof RejectedFile>;

/** Before it is published. `empty` and `uploading` wait for files; `ready` can be published. */
export const DRAFT_STATES = ['empty', 'uploading', 'checking', 'rejected', 'ready', 'published'] as const;
export const DraftView = z
  .strictObject({
    id: Id,
    /** A new version of this model; absent: a new model. */
    model: z.strictObject({ id: Id, name: z.string() }).optional(),
    state: z.enum(DRAFT_STATES),
    files: z.array(DraftFileView),
    /** The last first; a file that comes in at the same place takes its own away. */
    rejectedFiles: z.array(RejectedFile).optional(),
    facts: ModelFileMetadata.optional(),
    /** What the very same files are called in the server's own folder, where they lie there. */
    localDuplicateOf: z.string().optional(),
    /** Of the whole, where no single file is to blame. */
    rejection: FileRejection.optional(),
    form: DraftForm,
    /** What the files propose where the form says nothing. */
    suggestedForm: DraftForm,
    changedAt: Timestamp,
    /** Once it is. */
    published: z.strictObject({ modelId: Id, versionId: Id }).optional(),
  })
  .meta({ id: 'Draft' });
export type DraftView = z.infer<typeof DraftView>;
export const DraftList = z
  .strictObject({
    drafts: z.array(DraftView),
    /** How many bytes I may keep, and how many I do, drafts included. */
    quota: z.strictObject({ bytes: z.number().int(), used: z.number().int() }),
  })
  .meta({ id: 'DraftList' });
export const NewDraft = z
  .strictObject({
    clientId: ClientId,
    modelId: Id.optional(),
    /** What the folder is called whose files are about to come without it: proposed as the name where they say none. */
    folder: z.string().min(1).max(LIMITS.modelPathLength).optional(),
  })
  .meta({ id: 'NewDraft' });
