import type { ErrorCode } from '@visionary/contract';

/** What people say, look for and download is refused elsewhere: nobody who publishes at a terminal meets these. */
export const NOT_WHEN_PUBLISHING = [
  ...['HUB_VERSION_NOT_FOUND', 'HUB_FILE_NOT_FOUND', 'HUB_HASH_UNKNOWN', 'HUB_UPLOAD_OFFSET', 'HUB_NOT_ONESELF'],
  ...['HUB_COMMENT_NOT_FOUND', 'HUB_COMMENT_REMOVED', 'HUB_REVIEW_NOT_FOUND', 'HUB_NOT_AN_EMOJI'],
  ...['HUB_TOO_MANY_REACTIONS', 'HUB_PICTURE_UNREADABLE', 'HUB_TOO_MANY_SAMPLES'],
] as const satisfies readonly ErrorCode[];

/** A new code about models must be said here, or stand above: it does not compile otherwise. */
type OfModels = Extract<ErrorCode, `MODEL_${string}` | `HUB_${string}`>;
type Met =
  | Exclude<OfModels, (typeof NOT_WHEN_PUBLISHING)[number]>
  | Extract<ErrorCode, 'RENDER_NAN' | 'UNAUTHENTICATED' | 'UNAVAILABLE' | 'INTERNAL'>
  | Extract<
      ErrorCode,
      'SAFETY_WORDS' | 'SAFETY_MUTED' | 'SAFETY_BANNED' | 'SAFETY_PICTURE_REFUSED' | 'SAFETY_CHECK_AWAY'
    >;

/** Each ends without a full stop: what is known of the case follows. */
export const SENTENCES: Readonly<Record<Met, string>> = {
  UNAUTHENTICATED: 'Whoever was to publish it has no account any more',
  UNAVAILABLE: 'The database cannot be reached; once it can, publish it again',
  INTERNAL: 'Something went wrong here that is not the files’ fault; the log has more under this number',
  RENDER_NAN: 'What it computes are no numbers: one step of it gives NaN',
  SAFETY_WORDS: 'Words in it are not allowed here',
  SAFETY_MUTED: 'Its maker may only read here at present',
  SAFETY_BANNED: 'Its maker is banned',
  SAFETY_PICTURE_REFUSED: 'A picture in it shows what is not allowed here',
  SAFETY_CHECK_AWAY: 'Pictures in it cannot be looked at now, and none is taken unseen; try again later',
  HUB_MODEL_NOT_FOUND: 'The model it is a version of is gone',
  HUB_NOT_YOURS: 'The model it is a version of is somebody else’s',
  HUB_NOT_FOR_LESS: 'Its sample pictures, or moderators, say for whom it is at least; it can only be made stricter',
  HUB_FILES_REMOVED: 'Moderators removed these files here, so that they cannot be published again, under any name',
  HUB_WITHHELD: 'A moderator took it back: it cannot be shown again',
  HUB_DRAFT_NOT_FOUND: 'Its draft was taken away while it was checked; publish it again',
  HUB_DRAFT_NOT_READY: 'Its files are still being checked; publish it again',
  HUB_DRAFT_INCOMPLETE: 'Something is missing that a model must say, or is said in a way it cannot be',
  HUB_DRAFT_PUBLISHED: 'It was published while this was at work',
  HUB_TOO_MANY_DRAFTS: 'Its maker has as many drafts as one can have; take one away first',
  HUB_QUOTA_FULL: 'This is more than its maker may keep here',
  HUB_DISK_FULL: 'There is no more room on the disk',
  HUB_NAME_TAKEN: 'Another model has this name, or one that looks like it: say --name',
  HUB_NAME_OF_SERVER: 'What lies in the server’s own folder is called that: say --name',
  HUB_LABEL_TAKEN: 'This model has a version of that label: say --label',
  HUB_LABEL_REMOVED: 'Other files were called so, and pictures go on naming them: say --label',
  HUB_ALREADY_PUBLISHED: 'These very files are published already',
  HUB_ALREADY_HERE: 'These very files are here already, where they are not shown',
  HUB_TOO_MANY_VERSIONS: 'This model has as many versions as one can have',
  HUB_KIND_MISMATCH: 'It is of another kind than the versions before it',
  MODEL_PICKLE:
    'This is a pickle (.ckpt, .pt, .bin), which could run any program when it is opened, and is never taken: convert it to .safetensors, or export it to ONNX',
  MODEL_FILE_UNKNOWN: 'Files of this kind belong to no model: bring a diffusers ONNX folder, its zip, or .safetensors',
  MODEL_FILE_EMPTY: 'The file is empty: it has 0 bytes',
  MODEL_FILE_DAMAGED: 'The file is not what it was when it was copied; publish it again',
  MODEL_PATH_REFUSED: 'Its name leads out of the folder, is a link, or cannot be a file’s name on every system',
  MODEL_ARCHIVE_INVALID: 'The zip is broken: pack the folder again',
  MODEL_ARCHIVE_UNREADABLE: 'The zip is encrypted, or packed in a way that cannot be read here',
  MODEL_ARCHIVE_BOMB: 'The zip unpacks to more than a model may be',
  MODEL_TOO_LARGE: 'This is larger than a model may be here',
  MODEL_TOO_MANY_FILES: 'There are more files than a model may have',
  MODEL_INCOMPLETE: 'Something is missing for a whole model',
  MODEL_GRAPH_INVALID: 'This is no ONNX graph that can be read',
  MODEL_OPERATOR_REFUSED: 'The graph uses an operator that is not on the list of what may run here',
  MODEL_TOO_MANY_NODES: 'The graph has more nodes than any image model needs',
  MODEL_EXTERNAL_DATA_REFUSED:
    'The graph takes its weights from outside the folder, from a file that is not there, or from beyond its end',
  MODEL_WEIGHTS_INVALID: 'The .safetensors file is broken: its header does not agree with its bytes',
  MODEL_SHAPES_MISMATCH: 'The parts do not fit together',
  MODEL_NOT_FINITE: 'Some of the weights are no numbers (NaN or infinite)',
  MODEL_FOLDER_INVALID: 'The folder is not as a model’s folder should be',
  MODEL_OUT_OF_MEMORY: 'Trying it took more memory than it may have here',
  MODEL_PROBE_CRASHED: 'It brought down the process that tried it',
  MODEL_PROBE_TIMEOUT: 'It had not made one step when its time was over',
};
