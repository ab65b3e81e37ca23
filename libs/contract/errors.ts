import { z } from 'zod';

/**
 * Every expected rejection and its HTTP status. Sockets carry only the code. The client translates the code; `detail`
 * has the parameters of the text.
 */
export const ERROR_STATUS = {
  INTERNAL: 500,
  INVALID: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  TOO_LARGE: 413,
  RATE_LIMITED: 429,
  ORIGIN_NOT_ALLOWED: 403,
  PROTOCOL_MISMATCH: 409,
  SHUTTING_DOWN: 503,
  /** The database can't be reached. The command may have taken effect; repeating it shows whether it did. */
  UNAVAILABLE: 503,
  /** The disk of the server is almost full, so it accepts no new files. It does again when space is free. What an upload has sent is kept. */
  STORAGE_FULL: 507,
  /** The disk of the server can't be written: read-only, without permission, or failing. It recovers by itself once it can. */
  STORAGE_UNAVAILABLE: 503,
  /** Images that the user uploaded, in megapixels: { limit, used }. */
  STORAGE_IMAGE_QUOTA_EXCEEDED: 413,
  /** Images of the user's takes, in bytes: { limit, used }. */
  STORAGE_TAKE_QUOTA_EXCEEDED: 413,
  ACCOUNTS_NAME_TAKEN: 409,
  /** Passes for the instance or someone who runs it. */
  ACCOUNTS_NAME_RESERVED: 409,
  ACCOUNTS_WRONG_CREDENTIALS: 401,
  ACCOUNTS_TOO_MANY_ATTEMPTS: 429,
  ACCOUNTS_WRONG_PASSWORD: 403,
  ACCOUNTS_AVATAR_UNREADABLE: 415,
  ACCOUNTS_CLAIM_INVALID: 404,
  /** The instance would have no admin. */
  ACCOUNTS_LAST_ADMIN: 409,
  ROOMS_NOT_FOUND: 404,
  ROOMS_NOT_SUBSCRIBED: 403,
  ROOMS_READ_ONLY: 403,
  ROOMS_INVITATION_INVALID: 404,
  /** Expired, used up, or revoked. */
  ROOMS_INVITATION_EXPIRED: 410,
  ROOMS_NOT_OWNER: 403,
  ROOMS_LAST_OWNER: 409,
  ROOMS_MUTED: 403,
  ROOMS_BANNED: 403,
  ROOMS_ARCHIVED: 409,
  ROOMS_NOT_A_MEMBER: 404,
  ROOMS_FULL: 409,
  /** A direct room has no roles, invitations, or bans. */
  ROOMS_NOT_IN_DIRECT_ROOM: 409,
  /** Until the other user accepts, only text can be sent: nothing else in the room is possible. */
  ROOMS_REQUEST_PENDING: 403,
  /** Too many of the user's messages to strangers wait for acceptance: { limit }. */
  ROOMS_TOO_MANY_REQUESTS: 429,
  /** The room has no messages that wait for the user's acceptance. */
  ROOMS_REQUEST_NOT_FOUND: 404,
  USERS_NOT_FOUND: 404,
  /** One of the two blocked the other. */
  USERS_BLOCKED: 403,
  CHAT_MESSAGE_NOT_FOUND: 404,
  CHAT_NOT_AUTHOR: 403,
  CHAT_MESSAGE_DELETED: 409,
  CHAT_TOO_MANY_PINS: 409,
  CHAT_ATTACHMENT_NOT_FOUND: 404,
  CHAT_SHARED_TAKE_NOT_FOUND: 404,
  /** `@room` has its own rate limit. */
  CHAT_ROOM_MENTION_RATE_LIMITED: 429,
  /** No more messages until the other user accepts: { limit }. */
  CHAT_REQUEST_LIMIT_REACHED: 409,
  COMMENTS_DISABLED: 403,
  COMMENTS_NOT_FOUND: 404,
  COMMENTS_DELETED: 409,
  COMMENTS_NOT_AUTHOR: 403,
  COMMENTS_INVALID_EMOJI: 400,
  /** { limit } */
  COMMENTS_TOO_MANY_REACTIONS: 409,
  FEED_POST_NOT_FOUND: 404,
  /** The image is already published: { postId }. */
  FEED_ALREADY_PUBLISHED: 409,
  /** The take has no such image, or hasn't finished. */
  FEED_IMAGE_NOT_FOUND: 404,
  FEED_IMAGE_UNREADABLE: 415,
  FEED_TOO_MANY_UPLOADS: 429,
  FEED_NOT_AUTHOR: 403,
  /** Below the minimum rating of the image check or a moderator: { atLeast }. */
  FEED_CONTENT_RATING_TOO_LOW: 409,
  FEED_COLLECTION_NOT_FOUND: 404,
  FEED_COLLECTION_FULL: 409,
  FEED_TOO_MANY_COLLECTIONS: 409,
  FEED_TOO_MANY_FOLLOWS: 409,
  FEED_CANNOT_FOLLOW_SELF: 400,
  JAM_UPDATE_MALFORMED: 400,
  JAM_DOCUMENT_FULL: 413,
  JAM_AWARENESS_FORGED: 403,
  JAM_TOO_MANY_PINS: 409,
  GENERATION_MODEL_NOT_FOUND: 404,
  GENERATION_SCHEDULER_NOT_FOUND: 400,
  GENERATION_SIZE_UNSUPPORTED: 400,
  GENERATION_PROMPT_EMPTY: 400,
  GENERATION_QUEUE_FULL: 429,
  GENERATION_TAKE_NOT_FOUND: 404,
  GENERATION_TAKE_ALREADY_ENDED: 409,
  GENERATION_NOT_AUTHOR: 403,
  GENERATION_RENDERER_UNAVAILABLE: 503,
  GENERATION_REPLAY_UNAVAILABLE: 404,
  GENERATION_MODEL_QUARANTINED: 409,
  GENERATION_LORA_NOT_FOUND: 404,
  GENERATION_LORA_INCOMPATIBLE: 400,
  /** An embedding, VAE, ControlNet, or upscaler: { addition, kind }. */
  GENERATION_ADDITION_NOT_FOUND: 404,
  /** { addition, kind, model, reason }, and the numbers that differ: { file, needed }. */
  GENERATION_ADDITION_INCOMPATIBLE: 400,
  GENERATION_IMAGE_NOT_FOUND: 404,
  GENERATION_IMAGE_UNREADABLE: 415,
  GENERATION_TOO_MANY_UPLOADS: 409,
  GENERATION_IMG2IMG_UNSUPPORTED: 400,
  GENERATION_CLIP_SKIP_UNSUPPORTED: 400,
  GENERATION_TOO_MANY_PROMPT_PARTS: 400,
  GENERATION_HIRES_WITH_INIT_IMAGE: 400,
  /** The upscaler needs a VAE encoder. */
  GENERATION_HIRES_UNSUPPORTED: 400,
  GENERATION_HIRES_TOO_LARGE: 400,
  GENERATION_UPSCALE_TOO_LARGE: 400,
  /** An upscale has no steps of a prompt: it can only be cancelled. */
  GENERATION_UPSCALE_HAS_NO_STEPS: 409,
  GENERATION_NOT_RENDERING: 409,
  GENERATION_TOO_MANY_STEERS: 429,
  GENERATION_LORAS_LOCKED: 409,
  GENERATION_NOT_REPEATABLE: 409,
  GENERATION_REPEAT_MAY_DIFFER: 409,
  /** Users can't lend renderers to this instance. */
  LENDING_OFF: 403,
  /** Unknown, renewed, or of a deleted renderer. */
  LENDING_TOKEN_INVALID: 401,
  /** An admin banned the renderer: { reason }. */
  LENDING_BANNED: 403,
  /** It sent something that does not fit its take: { reason }. */
  LENDING_MISBEHAVED: 403,
  /** The program speaks an older version of the protocol. */
  LENDING_PROTOCOL_OUTDATED: 426,
  /** Another program connected with the same token. */
  LENDING_CONNECTED_ELSEWHERE: 409,
  LENDING_NOT_FOUND: 404,
  /** { limit } */
  LENDING_TOO_MANY: 409,
  /** Renderers are lent to rooms of their owner only. */
  LENDING_NOT_A_MEMBER: 409,
  HUB_MODEL_NOT_FOUND: 404,
  HUB_VERSION_NOT_FOUND: 404,
  HUB_FILE_NOT_FOUND: 404,
  HUB_HASH_NOT_FOUND: 404,
  HUB_NOT_CREATOR: 403,
  /** Below the minimum rating of its samples or a moderator: { atLeast }. */
  HUB_CONTENT_RATING_TOO_LOW: 409,
  /** A moderator removed it. */
  HUB_TAKEN_DOWN: 403,
  /** Moderators removed content with the same files, under any name and by any uploader. */
  HUB_MATCHES_REMOVED_CONTENT: 403,
  HUB_DRAFT_NOT_FOUND: 404,
  /** The chunk doesn't start at the current end of the file. The client requests the offset and continues there. */
  HUB_UPLOAD_OFFSET_MISMATCH: 409,
  HUB_TOO_MANY_DRAFTS: 429,
  /** The user's storage quota is exceeded: { bytes, used, growsAt?, growsTo? }. */
  HUB_QUOTA_EXCEEDED: 413,
  /** Files are still uploading or being checked. */
  HUB_DRAFT_NOT_READY: 409,
  /** A required field is missing: { field }. */
  HUB_DRAFT_INCOMPLETE: 400,
  /** It was published during the change. */
  HUB_DRAFT_PUBLISHED: 409,
  HUB_NAME_TAKEN: 409,
  /** A local model has this name: { name }. */
  HUB_NAME_RESERVED: 409,
  /** The model already has a version with this label. */
  HUB_LABEL_TAKEN: 409,
  /** A removed version had this label with other files, and images and rooms still refer to it: { useId }. */
  HUB_LABEL_RETIRED: 409,
  /** The same files are already published: { modelId, name, label }. */
  HUB_ALREADY_PUBLISHED: 409,
  /** The same files already exist in a model that the user can't see. */
  HUB_DUPLICATE_NOT_VISIBLE: 409,
  HUB_TOO_MANY_VERSIONS: 409,
  HUB_KIND_MISMATCH: 409,
  HUB_CANNOT_REVIEW_OWN: 403,
  HUB_REVIEW_NOT_FOUND: 404,
  HUB_IMAGE_UNREADABLE: 415,
  HUB_TOO_MANY_SAMPLES: 409,
  SAFETY_CASE_NOT_FOUND: 404,
  /** Decided by another moderator, or reported again, since the client read it. */
  SAFETY_CASE_CHANGED: 409,
  /** Claimed by another moderator: { by, until }. */
  SAFETY_CASE_CLAIMED: 409,
  /** Not available for this kind of subject, or not any more. */
  SAFETY_DECISION_NOT_ALLOWED: 409,
  /** The moderator is the subject, its author, or reported it. */
  SAFETY_CONFLICT_OF_INTEREST: 403,
  /** Only admins decide about moderators, and nobody about admins. */
  SAFETY_INSUFFICIENT_ROLE: 403,
  /** Another moderator must decide the appeal, if there is one. */
  SAFETY_APPEAL_NEEDS_OTHER_MODERATOR: 403,
  SAFETY_DECISION_NOT_FOUND: 404,
  SAFETY_ALREADY_APPEALED: 409,
  /** The subject doesn't exist, or the reporting user can't see it. */
  SAFETY_SUBJECT_NOT_FOUND: 404,
  SAFETY_CANNOT_REPORT_OWN: 400,
  /** Muted everywhere: { until? }. Without `until`, permanently. */
  SAFETY_MUTED: 403,
  /**
   * { until?, reason? }. Without `until`, permanently. The user can still read the reason, appeal, export their data,
   * and delete the account.
   */
  SAFETY_BANNED: 403,
  /** Pickle files can run arbitrary code when loaded. */
  MODEL_PICKLE_NOT_ALLOWED: 415,
  /** Not a file type of models: { path }. */
  MODEL_FILE_TYPE_UNSUPPORTED: 415,
  /** The received file is truncated or has another hash than announced. */
  MODEL_FILE_CORRUPT: 422,
  MODEL_FILE_EMPTY: 422,
  /** A path outside the folder, a link, a device, or a name that isn't portable. */
  MODEL_PATH_INVALID: 422,
  MODEL_ARCHIVE_INVALID: 422,
  /** Encrypted, or with an unsupported compression method. */
  MODEL_ARCHIVE_UNREADABLE: 422,
  /** Exceeds the limit of bytes or files when unpacked. */
  MODEL_ARCHIVE_BOMB: 422,
  MODEL_TOO_LARGE: 422,
  MODEL_TOO_MANY_FILES: 422,
  /** Neither a complete model nor a LoRA: { missing }. */
  MODEL_INCOMPLETE: 422,
  /** { path, reason } of each problem. */
  MODEL_GRAPH_INVALID: 422,
  MODEL_OPERATOR_NOT_ALLOWED: 422,
  MODEL_TOO_MANY_NODES: 422,
  MODEL_EXTERNAL_DATA_INVALID: 422,
  MODEL_WEIGHTS_INVALID: 422,
  MODEL_SHAPES_MISMATCH: 422,
  MODEL_WEIGHTS_NAN_OR_INF: 422,
  MODEL_FOLDER_INVALID: 422,
  MODEL_UNSUPPORTED: 422,
  MODEL_OUT_OF_MEMORY: 422,
  MODEL_PROBE_CRASHED: 422,
  MODEL_PROBE_TIMEOUT: 422,
  RENDER_NAN: 422,
  /** The text contains blocked terms: { hits: TermMatch[] }. Nothing was stored. */
  SAFETY_BLOCKED_TERMS: 422,
  SAFETY_TERM_NOT_FOUND: 404,
  /** The term already exists: { term }. */
  SAFETY_TERM_EXISTS: 409,
  /** { max } */
  SAFETY_TOO_MANY_TERMS: 409,
  /** A line of the imported file is unreadable: { line, reason }. */
  SAFETY_TERMS_FILE_INVALID: 422,
  /** What the image check found in an upload: { category, score }. */
  SAFETY_IMAGE_REJECTED: 422,
  /** Moderators removed this image, so it can't be uploaded again. */
  SAFETY_CONTENT_REMOVED: 422,
  /** The same image is already held for review. */
  SAFETY_CONTENT_UNDER_REVIEW: 422,
  /** Similar to an image that moderators removed. */
  SAFETY_MATCHES_REMOVED_CONTENT: 422,
  /** The published image was stored, but is held for review. */
  SAFETY_CONTENT_PENDING_REVIEW: 409,
  /** Images here must be rated for everyone, and this one isn't. */
  SAFETY_CONTENT_RATING_TOO_HIGH: 422,
  /** The image checker is unavailable, and images aren't accepted unchecked: { retryAfterSeconds }. */
  SAFETY_CHECK_UNAVAILABLE: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;
export const ERROR_CODES = Object.keys(ERROR_STATUS) as ErrorCode[];

const PlainValue = z.union([z.string(), z.number(), z.boolean()]);

/** Parameters of the error text: plain values, and lists of records of plain values. */
export const ErrorDetail = z
  .record(z.string(), z.union([PlainValue, z.array(z.record(z.string(), PlainValue).readonly()).readonly()]))
  .meta({ id: 'ErrorDetail' });
export type ErrorDetail = z.infer<typeof ErrorDetail>;

/** The HTTP body of a rejected request. Over the socket, part of the acknowledgement. */
export const ErrorView = z
  .object({ code: z.enum(ERROR_CODES as [ErrorCode, ...ErrorCode[]]), detail: ErrorDetail.optional() })
  .meta({ id: 'Error' });
export type ErrorView = z.infer<typeof ErrorView>;

/** Why a take failed. Stored with the take. */
export const TAKE_FAILURES = [
  'MODEL_FOLDER_INVALID',
  'RENDER_NAN',
  'RENDER_UNIFORM',
  'RENDER_BLACK',
  'RENDER_SATURATED',
  'RENDER_OUT_OF_RANGE',
  /** Foreign blocks, noise, or torn structure, named in `detail`. */
  'RENDER_CORRUPT',
  'RENDER_FAILED',
  'RENDERER_CRASHED',
  /** It rendered longer than it was allowed. `detail` starts with the seconds. */
  'RENDER_TIMEOUT',
  'RENDERER_LOST',
  'MODEL_OUT_OF_MEMORY',
  'MODEL_QUARANTINED',
  'LORA_INVALID',
  /** An embedding, VAE, ControlNet, or upscaler. */
  'ADDITION_INVALID',
  /** Withdrawn by its creator or removed by a moderator while the take was queued. */
  'MODEL_DELETED',
  /** The renderer couldn't download its files: missing from the store, or no disk space. */
  'MODEL_DOWNLOAD_FAILED',
  /** The disk of the server became full while the take rendered. */
  'STORAGE_FULL',
  /** The disk of the server couldn't be written when the take had rendered. */
  'STORAGE_UNAVAILABLE',
  /** The image check found what `detail` names. */
  'SAFETY_IMAGE_REJECTED',
  /** The image couldn't be checked, so nobody sees it. */
  'SAFETY_CHECK_UNAVAILABLE',
] as const;
export type TakeFailure = (typeof TAKE_FAILURES)[number];
