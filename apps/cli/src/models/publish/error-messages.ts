import type { ErrorCode } from '@visionary/contract';

/** Codes about reviews, comments, search and downloads. Publishing from the terminal never returns them. */
export const CODES_NOT_USED_HERE = [
  'HUB_VERSION_NOT_FOUND',
  'HUB_FILE_NOT_FOUND',
  'HUB_HASH_NOT_FOUND',
  'HUB_UPLOAD_OFFSET_MISMATCH',
  'HUB_CANNOT_REVIEW_OWN',
  'HUB_REVIEW_NOT_FOUND',
  'HUB_IMAGE_UNREADABLE',
  'HUB_TOO_MANY_SAMPLES',
] as const satisfies readonly ErrorCode[];

/** A new code about models needs a message here or an entry above to compile. */
type ModelCode = Extract<ErrorCode, `MODEL_${string}` | `HUB_${string}`>;
type UsedCode =
  | Exclude<ModelCode, (typeof CODES_NOT_USED_HERE)[number]>
  | Extract<
      ErrorCode,
      'RENDER_NAN' | 'STORAGE_FULL' | 'STORAGE_UNAVAILABLE' | 'UNAUTHENTICATED' | 'UNAVAILABLE' | 'INTERNAL'
    >
  | Extract<
      ErrorCode,
      'SAFETY_BLOCKED_TERMS' | 'SAFETY_MUTED' | 'SAFETY_BANNED' | 'SAFETY_IMAGE_REJECTED' | 'SAFETY_CHECK_UNAVAILABLE'
    >;

/** Without a final period, because details follow. */
export const ERROR_MESSAGES: Readonly<Record<UsedCode, string>> = {
  UNAUTHENTICATED: 'The account that publishes it was deleted',
  UNAVAILABLE: 'The database is unreachable; publish again once it’s back',
  INTERNAL: 'Something went wrong on the server, not in the files; look up this ID in the log',
  RENDER_NAN: 'The model produces invalid numbers (NaN) in a single step',
  SAFETY_BLOCKED_TERMS: 'It contains terms that aren’t allowed here',
  SAFETY_MUTED: 'The publishing user is muted',
  SAFETY_BANNED: 'The publishing user is banned',
  SAFETY_IMAGE_REJECTED: 'An image in it shows content that isn’t allowed here',
  SAFETY_CHECK_UNAVAILABLE: 'The image check is unavailable, so images can’t be accepted right now; try again later',
  HUB_MODEL_NOT_FOUND: 'The model it’s a version of was deleted',
  HUB_NOT_CREATOR: 'The model it’s a version of belongs to another user',
  HUB_CONTENT_RATING_TOO_LOW:
    'Its sample images or a moderator set a minimum content rating; it can only be made stricter',
  HUB_MATCHES_REMOVED_CONTENT: 'Moderators removed these files, so they can’t be published again under any name',
  HUB_TAKEN_DOWN: 'A moderator removed it; only a moderator can restore it',
  HUB_DRAFT_NOT_FOUND: 'Its draft was deleted during the checks; publish again',
  HUB_DRAFT_NOT_READY: 'Its files are still being checked; publish again',
  HUB_DRAFT_INCOMPLETE: 'A required detail is missing or invalid',
  HUB_DRAFT_PUBLISHED: 'It was published in the meantime',
  HUB_TOO_MANY_DRAFTS: 'The publishing user has reached the draft limit; discard a draft first',
  HUB_QUOTA_EXCEEDED: 'This exceeds the publishing user’s storage quota',
  STORAGE_FULL: 'The server’s disk is full',
  STORAGE_UNAVAILABLE: 'The server’s disk can’t be written: it is read-only, without permission, or failing',
  HUB_NAME_TAKEN: 'Another model has this name or a similar-looking one; choose another with --name',
  HUB_NAME_RESERVED: 'A built-in model or LoRA has this name; choose another with --name',
  HUB_LABEL_TAKEN: 'This model already has a version with this label; choose another with --label',
  HUB_LABEL_RETIRED: 'This label was used for deleted files that images still refer to; choose another with --label',
  HUB_ALREADY_PUBLISHED: 'These files are already published',
  HUB_DUPLICATE_NOT_VISIBLE: 'These files are already on this server but aren’t public',
  HUB_TOO_MANY_VERSIONS: 'This model has reached the version limit',
  HUB_KIND_MISMATCH: 'Its type differs from the model’s other versions',
  MODEL_PICKLE_NOT_ALLOWED:
    'Pickle files (.ckpt, .pt, .bin) can run code when opened, so they’re never accepted; convert it to .safetensors, or export it to ONNX',
  MODEL_FILE_TYPE_UNSUPPORTED:
    'Models don’t contain this type of file; use a diffusers ONNX folder, a zip of it, or .safetensors',
  MODEL_FILE_EMPTY: 'The file is empty (0 bytes)',
  MODEL_FILE_CORRUPT: 'The file changed while it was copied; publish again',
  MODEL_PATH_INVALID: 'Its name points outside the folder, is a link, or isn’t valid on every system',
  MODEL_ARCHIVE_INVALID: 'The zip is corrupted; create it again',
  MODEL_ARCHIVE_UNREADABLE: 'The zip is encrypted or uses unsupported compression',
  MODEL_ARCHIVE_BOMB: 'The unzipped files exceed the size limit for a model',
  MODEL_TOO_LARGE: 'This exceeds the size limit for a model',
  MODEL_TOO_MANY_FILES: 'Too many files for one model',
  MODEL_INCOMPLETE: 'The model is incomplete',
  MODEL_GRAPH_INVALID: 'This isn’t a valid ONNX graph',
  MODEL_OPERATOR_NOT_ALLOWED: 'The graph uses an operator that isn’t allowed here',
  MODEL_TOO_MANY_NODES: 'The graph has too many nodes for an image model',
  MODEL_EXTERNAL_DATA_INVALID:
    'The graph refers to weights outside the folder, in a missing file, or past the end of a file',
  MODEL_WEIGHTS_INVALID: 'This isn’t a whole .safetensors file',
  MODEL_SHAPES_MISMATCH: 'The shapes of the model’s parts don’t match',
  MODEL_WEIGHTS_NAN_OR_INF: 'Some weights are NaN or infinite',
  MODEL_FOLDER_INVALID: 'The folder isn’t structured like a model folder',
  MODEL_UNSUPPORTED: 'The file can’t be used here',
  MODEL_OUT_OF_MEMORY: 'Testing the model took more memory than allowed',
  MODEL_PROBE_CRASHED: 'Testing the model crashed the process',
  MODEL_PROBE_TIMEOUT: 'The test timed out before finishing a single step',
};
