import { z } from 'zod';
import { ERROR_CODES, type ErrorCode, ErrorDetail } from './errors.js';
import { modelFields, versionFields } from './hub-forms.js';
import { RecognizedFile } from './hub-recognition.js';
import { ModelFileMetadata } from './hub-views.js';
import { LIMITS } from './limits.js';
import { ClientId, Id, text, Timestamp } from './primitives.js';

/**
 * Upload endpoint for draft files, tus 1.0 with creation and termination, relative to the host. Metadata: `draftId`;
 * `path`, relative with forward slashes, or just the name of a zip or single file; `sha256` in hex, if known. The
 * upload id is the file id. A file replaces an earlier one with the same path.
 */
export const UPLOADS_PATH = '/api/hub/uploads';

/** What a creator fills in before publishing. All fields are optional. Saved as typed. */
export const DraftForm = z
  .strictObject({ ...modelFields, ...versionFields })
  .partial()
  .meta({ id: 'DraftForm' });
export type DraftForm = z.infer<typeof DraftForm>;

export const FILE_STATES = ['uploading', 'waiting', 'checking', 'checked', 'rejected'] as const;
export type DraftFileState = (typeof FILE_STATES)[number];
/** Why a file or the whole draft was rejected. Clients translate the code; `detail` says what is wrong where. */
export const FileRejection = z
  .strictObject({ code: z.enum(ERROR_CODES as [ErrorCode, ...ErrorCode[]]), detail: ErrorDetail.optional() })
  .meta({ id: 'FileRejection' });
export type FileRejection = z.infer<typeof FileRejection>;

export const DraftFileView = z
  .strictObject({
    id: Id,
    /** Path in the folder, with forward slashes. */
    path: z.string(),
    bytes: z.number().int(),
    /** Bytes received so far. */
    received: z.number().int(),
    sha256: z.string().optional(),
    state: z.enum(FILE_STATES),
    /** The content was already stored and isn't stored again. */
    isDeduplicated: z.boolean(),
    rejection: FileRejection.optional(),
  })
  .meta({ id: 'DraftFile' });
export type DraftFileView = z.infer<typeof DraftFileView>;

/** A file rejected before upload. The draft keeps showing it. */
export const RejectedFile = z
  .strictObject({ path: z.string().min(1).max(LIMITS.modelPathLength), rejection: FileRejection })
  .meta({ id: 'RejectedFile' });
export type RejectedFile = z.infer<typeof RejectedFile>;

/** A file that is added to a draft, as its header tells before it is uploaded. Shown to its creator only. */
export const RecognizedDraftFile = z
  .strictObject({
    path: text(LIMITS.modelPathLength, 1),
    bytes: z.number().int().min(1).max(LIMITS.modelFileBytes),
    recognized: RecognizedFile,
  })
  .meta({ id: 'RecognizedDraftFile' });
export type RecognizedDraftFile = z.infer<typeof RecognizedDraftFile>;
export const RecognizedDraftFiles = z
  .strictObject({ files: z.array(RecognizedDraftFile).max(LIMITS.recognizedFilesPerDraft) })
  .meta({ id: 'RecognizedDraftFiles' });

/** Measured while a model was loaded and rendered with, and what the renderer with most memory has for models. */
export const DraftTrial = z
  .strictObject({
    heldBytes: z.number(),
    stepMs: z.number(),
    /** The size that it rendered. */
    width: z.number().int(),
    height: z.number().int(),
    /** Absent until a renderer has started. */
    budgetBytes: z.number().optional(),
  })
  .meta({ id: 'DraftTrial' });
export type DraftTrial = z.infer<typeof DraftTrial>;

/** Before publishing. `empty` and `uploading` wait for files; `ready` can be published. */
export const DRAFT_STATES = ['empty', 'uploading', 'checking', 'rejected', 'ready', 'published'] as const;
export type DraftState = (typeof DRAFT_STATES)[number];
export const DraftView = z
  .strictObject({
    id: Id,
    /** The model this is a new version of. Absent for a new model. */
    model: z.strictObject({ id: Id, name: z.string() }).optional(),
    state: z.enum(DRAFT_STATES),
    files: z.array(DraftFileView),
    /** Latest first. A file uploaded with the same path removes its entry. */
    rejectedFiles: z.array(RejectedFile).optional(),
    /** Set by the page that adds several models at once, also for files whose upload did not start. */
    recognizedFiles: z.array(RecognizedDraftFile).optional(),
    facts: ModelFileMetadata.optional(),
    /** What its test render measured, for a model. */
    trial: DraftTrial.optional(),
    /** The name of a local model with identical files. */
    localDuplicateOf: z.string().optional(),
    /** The version with identical files, which keeps it from being published. */
    publishedAs: z.strictObject({ modelId: Id, name: z.string(), label: z.string() }).optional(),
    /** Set if the draft as a whole was rejected, not a single file. */
    rejection: FileRejection.optional(),
    form: DraftForm,
    /** Values read from the files for empty fields. */
    suggestedForm: DraftForm,
    changedAt: Timestamp,
    /** Set after publishing. */
    published: z.strictObject({ modelId: Id, versionId: Id }).optional(),
  })
  .meta({ id: 'Draft' });
export type DraftView = z.infer<typeof DraftView>;
export const DraftList = z
  .strictObject({
    drafts: z.array(DraftView),
    /** The user's storage quota and use in bytes, including drafts. */
    quota: z.strictObject({
      bytes: z.number().int(),
      used: z.number().int(),
      /** When the quota grows by itself, and to what. */
      growsAt: Timestamp.optional(),
      growsTo: z.number().int().optional(),
    }),
  })
  .meta({ id: 'DraftList' });
/** A version whose file a draft uses as if it were uploaded. */
export const PublishedDraftFile = z.strictObject({ versionId: Id }).meta({ id: 'PublishedDraftFile' });
export const NewDraft = z
  .strictObject({
    clientId: ClientId,
    modelId: Id.optional(),
    /** Name of the uploaded folder. Suggested as the model name if the files have none. */
    folder: text(LIMITS.modelPathLength, 1).optional(),
  })
  .meta({ id: 'NewDraft' });
