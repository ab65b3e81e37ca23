import { z } from 'zod';

/**
 * Every expected refusal and the HTTP status it travels with. Over the socket the code alone travels.
 * The client translates the code; `detail` carries what the sentence needs.
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
  /** The database cannot be reached. Whether something was changed learns who asks the same again. */
  UNAVAILABLE: 503,
  ACCOUNTS_NAME_TAKEN: 409,
  ACCOUNTS_WRONG_CREDENTIALS: 401,
  ACCOUNTS_TOO_MANY_ATTEMPTS: 429,
  ACCOUNTS_WRONG_PASSWORD: 403,
  ACCOUNTS_AVATAR_UNREADABLE: 415,
  ACCOUNTS_CLAIM_INVALID: 404,
  /** The instance would be without an admin. */
  ACCOUNTS_LAST_ADMIN: 409,
  ROOMS_NOT_FOUND: 404,
  ROOMS_NOT_SUBSCRIBED: 403,
  ROOMS_READ_ONLY: 403,
  ROOMS_INVITATION_INVALID: 404,
  /** Run out, used up or taken back. */
  ROOMS_INVITATION_EXPIRED: 410,
  ROOMS_NOT_OWNER: 403,
  ROOMS_LAST_OWNER: 409,
  ROOMS_MUTED: 403,
  ROOMS_BANNED: 403,
  ROOMS_ARCHIVED: 409,
  ROOMS_NOT_A_MEMBER: 404,
  ROOMS_FULL: 409,
  /** A direct room has no roles, links or bans. */
  ROOMS_NOT_IN_DIRECT_ROOM: 409,
  USERS_NOT_FOUND: 404,
  /** One of the two has blocked the other. */
  USERS_BLOCKED: 403,
  CHAT_MESSAGE_NOT_FOUND: 404,
  CHAT_INVALID_EMOJI: 400,
  CHAT_NOT_AUTHOR: 403,
  CHAT_MESSAGE_DELETED: 409,
  CHAT_TOO_MANY_PINS: 409,
  CHAT_TOO_MANY_REACTIONS: 409,
  CHAT_ATTACHMENT_NOT_FOUND: 404,
  CHAT_SHARED_TAKE_NOT_FOUND: 404,
  /** `@room` has a pace of its own. */
  CHAT_ROOM_MENTION_RATE_LIMITED: 429,
  FEED_POST_NOT_FOUND: 404,
  /** This very image is published: { postId }. */
  FEED_ALREADY_PUBLISHED: 409,
  /** Of a take that has no such image, or not yet. */
  FEED_IMAGE_NOT_FOUND: 404,
  FEED_IMAGE_UNREADABLE: 415,
  FEED_TOO_MANY_UPLOADS: 429,
  FEED_NOT_AUTHOR: 403,
  /** The check or a moderator says for whom it is at least: { atLeast }. */
  FEED_CONTENT_RATING_TOO_LOW: 409,
  FEED_COMMENTS_DISABLED: 403,
  FEED_COMMENT_NOT_FOUND: 404,
  FEED_COMMENT_DELETED: 409,
  FEED_INVALID_EMOJI: 400,
  FEED_TOO_MANY_REACTIONS: 409,
  FEED_COLLECTION_NOT_FOUND: 404,
  FEED_COLLECTION_FULL: 409,
  FEED_TOO_MANY_COLLECTIONS: 409,
  FEED_TOO_MANY_FOLLOWS: 409,
  FEED_CANNOT_FOLLOW_SELF: 400,
  JAM_UPDATE_MALFORMED: 400,
  JAM_DOCUMENT_FULL: 413,
  JAM_AWARENESS_FORGED: 403,
  GENERATION_MODEL_NOT_FOUND: 404,
  GENERATION_SCHEDULER_NOT_FOUND: 400,
  GENERATION_SIZE_UNSUPPORTED: 400,
  GENERATION_PROMPT_EMPTY: 400,
  GENERATION_QUEUE_FULL: 429,
  GENERATION_TAKE_NOT_FOUND: 404,
  GENERATION_TAKE_ALREADY_ENDED: 409,
  GENERATION_NOT_AUTHOR: 403,
  GENERATION_RENDERER_UNAVAILABLE: 503,
  GENERATION_MODEL_QUARANTINED: 409,
  GENERATION_LORA_NOT_FOUND: 404,
  GENERATION_LORA_INCOMPATIBLE: 400,
  GENERATION_IMAGE_NOT_FOUND: 404,
  GENERATION_IMAGE_UNREADABLE: 415,
  GENERATION_TOO_MANY_UPLOADS: 409,
  GENERATION_IMG2IMG_UNSUPPORTED: 400,
  GENERATION_NOT_RENDERING: 409,
  GENERATION_TOO_MANY_STEERS: 429,
  GENERATION_LORAS_LOCKED: 409,
  GENERATION_NOT_REPEATABLE: 409,
  HUB_MODEL_NOT_FOUND: 404,
  HUB_VERSION_NOT_FOUND: 404,
  HUB_FILE_NOT_FOUND: 404,
  HUB_HASH_NOT_FOUND: 404,
  HUB_NOT_CREATOR: 403,
  /** What its samples show, or a moderator, says for whom it is at least: { atLeast }. */
  HUB_CONTENT_RATING_TOO_LOW: 409,
  /** A moderator took it back. */
  HUB_TAKEN_DOWN: 403,
  /** Moderators removed what these files are, whoever brings them and whatever they are called. */
  HUB_MATCHES_REMOVED_CONTENT: 403,
  HUB_DRAFT_NOT_FOUND: 404,
  /** What is sent does not begin where the file ends so far: whoever asks where that is goes on from there. */
  HUB_UPLOAD_OFFSET_MISMATCH: 409,
  HUB_TOO_MANY_DRAFTS: 429,
  /** More than a user may keep: { bytes, used }. */
  HUB_QUOTA_EXCEEDED: 413,
  /** The machine has no more room: nothing of the creator's is at fault. */
  HUB_DISK_FULL: 507,
  /** Files are still on their way, or are being checked. */
  HUB_DRAFT_NOT_READY: 409,
  /** The form lacks something: { field }. */
  HUB_DRAFT_INCOMPLETE: 400,
  /** It was published while it was being changed. */
  HUB_DRAFT_PUBLISHED: 409,
  HUB_NAME_TAKEN: 409,
  /** What lies in the server's own folder is called that: { name }. */
  HUB_NAME_RESERVED: 409,
  /** This model has a version of that label. */
  HUB_LABEL_TAKEN: 409,
  /** Other files were called so that are removed; images and rooms go on naming them: { useId }. */
  HUB_LABEL_RETIRED: 409,
  /** These very files are published already: { modelId, name, label }. */
  HUB_ALREADY_PUBLISHED: 409,
  /** These very files are here already, where whoever asks does not see them. */
  HUB_DUPLICATE_NOT_VISIBLE: 409,
  HUB_TOO_MANY_VERSIONS: 409,
  HUB_KIND_MISMATCH: 409,
  HUB_CANNOT_REVIEW_OWN: 403,
  HUB_COMMENT_NOT_FOUND: 404,
  HUB_COMMENT_DELETED: 409,
  HUB_REVIEW_NOT_FOUND: 404,
  HUB_INVALID_EMOJI: 400,
  HUB_TOO_MANY_REACTIONS: 409,
  HUB_IMAGE_UNREADABLE: 415,
  HUB_TOO_MANY_SAMPLES: 409,
  SAFETY_CASE_NOT_FOUND: 404,
  /** Somebody else decided it, or something was reported since this page read it: { by? }. */
  SAFETY_CASE_CHANGED: 409,
  /** Another moderator holds it: { by, until }. */
  SAFETY_CASE_CLAIMED: 409,
  /** What cannot be decided about such a thing, or not any more. */
  SAFETY_DECISION_NOT_ALLOWED: 409,
  /** It is about oneself, or what one made or reported. */
  SAFETY_CONFLICT_OF_INTEREST: 403,
  /** Only an admin decides about a moderator, and nobody about an admin. */
  SAFETY_INSUFFICIENT_ROLE: 403,
  /** Another moderator decides about the appeal, where there is one. */
  SAFETY_APPEAL_NEEDS_OTHER_MODERATOR: 403,
  SAFETY_DECISION_NOT_FOUND: 404,
  SAFETY_ALREADY_APPEALED: 409,
  /** What is reported is not there, or not for whoever reports it to see. */
  SAFETY_SUBJECT_NOT_FOUND: 404,
  SAFETY_CANNOT_REPORT_OWN: 400,
  /** May only read, everywhere: { until? }, without it for good. */
  SAFETY_MUTED: 403,
  /** { until?, reason? }: without `until` for good. What they may do still: read why, appeal, take their data along, leave. */
  SAFETY_BANNED: 403,
  /** Pickle: loading it would run whatever program its author put in. */
  MODEL_PICKLE_NOT_ALLOWED: 415,
  /** Of a kind that no model has: { path }. */
  MODEL_FILE_TYPE_UNSUPPORTED: 415,
  /** What arrived is not what was announced: another hash, or cut short. */
  MODEL_FILE_CORRUPT: 422,
  MODEL_FILE_EMPTY: 422,
  /** A path out of the folder, a link, a device, a name that no system takes. */
  MODEL_PATH_INVALID: 422,
  MODEL_ARCHIVE_INVALID: 422,
  /** Encrypted, or of a method nobody can read. */
  MODEL_ARCHIVE_UNREADABLE: 422,
  /** It unpacks to more than it may, in bytes or in files. */
  MODEL_ARCHIVE_BOMB: 422,
  MODEL_TOO_LARGE: 422,
  MODEL_TOO_MANY_FILES: 422,
  /** No whole model and no LoRA: { missing }. */
  MODEL_INCOMPLETE: 422,
  /** { path, reason } of each: what is wrong where. */
  MODEL_GRAPH_INVALID: 422,
  MODEL_OPERATOR_NOT_ALLOWED: 422,
  MODEL_TOO_MANY_NODES: 422,
  MODEL_EXTERNAL_DATA_INVALID: 422,
  MODEL_WEIGHTS_INVALID: 422,
  MODEL_SHAPES_MISMATCH: 422,
  MODEL_WEIGHTS_NAN_OR_INF: 422,
  MODEL_FOLDER_INVALID: 422,
  MODEL_OUT_OF_MEMORY: 422,
  MODEL_PROBE_CRASHED: 422,
  MODEL_PROBE_TIMEOUT: 422,
  RENDER_NAN: 422,
  /** Listed words in what was written: { hits: WordHit[] }. Nothing was kept. */
  SAFETY_BLOCKED_TERMS: 422,
  SAFETY_TERM_NOT_FOUND: 404,
  /** This word is on the list already: { term }. */
  SAFETY_TERM_EXISTS: 409,
  /** { max }. */
  SAFETY_TOO_MANY_TERMS: 409,
  /** A line of a file of terms that cannot be read: { line, reason }. */
  SAFETY_TERMS_FILE_INVALID: 422,
  /** What was seen in an image that somebody brought: { category, score }. */
  SAFETY_IMAGE_REJECTED: 422,
  /** Moderators removed this very image: nobody brings it again. */
  SAFETY_CONTENT_REMOVED: 422,
  /** It waits already until moderators have looked at it. */
  SAFETY_CONTENT_UNDER_REVIEW: 422,
  /** It looks like an image that moderators removed. */
  SAFETY_MATCHES_REMOVED_CONTENT: 422,
  /** The same of what was published just now: it is kept, and shown once moderators have looked. */
  SAFETY_CONTENT_PENDING_REVIEW: 409,
  /** Moderators or a check said that this image is not for everybody, and here it must be. */
  SAFETY_CONTENT_RATING_TOO_HIGH: 422,
  /** Images cannot be looked at now, and none is taken unseen: { retryAfterSeconds }. */
  SAFETY_CHECK_UNAVAILABLE: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;
export const ERROR_CODES = Object.keys(ERROR_STATUS) as ErrorCode[];

const PlainValue = z.union([z.string(), z.number(), z.boolean()]);

/** Plain values for the sentence: which field, how long to wait, which limit; and lists of such. */
export const ErrorDetail = z
  .record(z.string(), z.union([PlainValue, z.array(z.record(z.string(), PlainValue).readonly()).readonly()]))
  .meta({ id: 'ErrorDetail' });
export type ErrorDetail = z.infer<typeof ErrorDetail>;

/** What a refused request gets, over HTTP as the body and over the socket inside the acknowledgement. */
export const ErrorView = z
  .object({ code: z.enum(ERROR_CODES as [ErrorCode, ...ErrorCode[]]), detail: ErrorDetail.optional() })
  .meta({ id: 'Error' });
export type ErrorView = z.infer<typeof ErrorView>;

/** Why a take failed, kept with the take. */
export const TAKE_FAILURES = [
  'MODEL_FOLDER_INVALID',
  'RENDER_NAN',
  'RENDER_UNIFORM',
  'RENDER_BLACK',
  'RENDER_SATURATED',
  'RENDER_OUT_OF_RANGE',
  /** Blocks that do not belong, noise, torn structure: the detail says which. */
  'RENDER_CORRUPT',
  'RENDER_FAILED',
  'RENDERER_CRASHED',
  'MODEL_OUT_OF_MEMORY',
  'MODEL_QUARANTINED',
  'LORA_INVALID',
  /** Its creator or a moderator took it away while the take waited. */
  'MODEL_DELETED',
  /** Its files could not be brought to the renderer: the store lost one, or there is no room for it. */
  'MODEL_DOWNLOAD_FAILED',
  /** What the detail names was seen in it. */
  'SAFETY_IMAGE_REJECTED',
  /** Nobody could look at it, so nobody sees it. */
  'SAFETY_CHECK_UNAVAILABLE',
] as const;
export type TakeFailure = (typeof TAKE_FAILURES)[number];
