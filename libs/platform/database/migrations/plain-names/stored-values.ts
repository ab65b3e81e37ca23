type Values = Readonly<Record<string, string>>;

export const RATINGS: Values = { everybody: 'everyone' };
export const SUBJECT_KINDS: Values = { person: 'user' };
export const DECISIONS: Values = { keep: 'dismiss', level: 'setRating' };
export const OUTCOMES: Values = { refused: 'denied' };
export const REASONS: Values = { words: 'blockedTerms', picture: 'imageCheck', alike: 'similarToRemoved' };
export const TERM_ACTIONS: Values = { refuse: 'block' };
const FINGERPRINT_KINDS: Values = { picture: 'image' };

/** Codes that are stored: of takes that failed, and of files of the hub that were rejected. */
export const CODES: Values = {
  ...{ RENDER_FLAT: 'RENDER_UNIFORM', RENDER_BROKEN: 'RENDER_CORRUPT' },
  ...{ MODEL_GONE: 'MODEL_DELETED', MODEL_NOT_FETCHED: 'MODEL_DOWNLOAD_FAILED' },
  ...{ SAFETY_PICTURE_REFUSED: 'SAFETY_IMAGE_REJECTED', SAFETY_CHECK_AWAY: 'SAFETY_CHECK_UNAVAILABLE' },
  ...{ SAFETY_WORDS: 'SAFETY_BLOCKED_TERMS', SAFETY_CONTENT_HELD: 'SAFETY_CONTENT_UNDER_REVIEW' },
  ...{ SAFETY_CONTENT_ALIKE: 'SAFETY_MATCHES_REMOVED_CONTENT', SAFETY_CONTENT_WAITS: 'SAFETY_CONTENT_PENDING_REVIEW' },
  SAFETY_CONTENT_LEVELLED: 'SAFETY_CONTENT_RATING_TOO_HIGH',
  ...{ MODEL_PICKLE: 'MODEL_PICKLE_NOT_ALLOWED', MODEL_FILE_UNKNOWN: 'MODEL_FILE_TYPE_UNSUPPORTED' },
  ...{ MODEL_FILE_DAMAGED: 'MODEL_FILE_CORRUPT', MODEL_PATH_REFUSED: 'MODEL_PATH_INVALID' },
  ...{ MODEL_OPERATOR_REFUSED: 'MODEL_OPERATOR_NOT_ALLOWED' },
  ...{ MODEL_EXTERNAL_DATA_REFUSED: 'MODEL_EXTERNAL_DATA_INVALID', MODEL_NOT_FINITE: 'MODEL_WEIGHTS_NAN_OR_INF' },
  ...{ HUB_FILES_REMOVED: 'HUB_MATCHES_REMOVED_CONTENT', HUB_QUOTA_FULL: 'HUB_QUOTA_EXCEEDED' },
  ...{ HUB_ALREADY_HERE: 'HUB_DUPLICATE_NOT_VISIBLE', HUB_PICTURE_UNREADABLE: 'HUB_IMAGE_UNREADABLE' },
  ...{ HUB_UPLOAD_OFFSET: 'HUB_UPLOAD_OFFSET_MISMATCH' },
};

/** @returns the new name of a stored value; another value stays */
export const renamed = <T>(values: Values, value: T): T =>
  typeof value === 'string' && Object.hasOwn(values, value) ? (values[value] as T) : value;

/** Profiles have another path. */
export const renamedPath = <T>(path: T): T =>
  typeof path === 'string' ? (path.replace(/^\/people\//, '/users/') as T) : path;

/** Columns that hold one value of a list. By the names that tables and columns had until now. */
export const VALUE_COLUMNS: readonly (readonly [table: string, column: string, values: Values])[] = [
  ['post', 'maturity', RATINGS],
  ['post', 'at_least', RATINGS],
  ['hub_model', 'maturity', RATINGS],
  ['hub_model', 'at_least', RATINGS],
  ['safety_decision', 'maturity', RATINGS],
  ['safety_decision', 'maturity_before', RATINGS],
  ['safety_content', 'maturity', RATINGS],
  ['safety_content_reach', 'before', RATINGS],
  ['safety_content_reach', 'decided', RATINGS],
  ['safety_content', 'kind', FINGERPRINT_KINDS],
  ['safety_case', 'subject_kind', SUBJECT_KINDS],
  ['safety_content_place', 'subject_kind', SUBJECT_KINDS],
  ['safety_content_reach', 'subject_kind', SUBJECT_KINDS],
  ['safety_return', 'subject_kind', SUBJECT_KINDS],
  ['safety_report', 'reason', REASONS],
  ['safety_decision', 'rule', REASONS],
  ['safety_decision', 'kind', DECISIONS],
  ['safety_appeal', 'outcome', OUTCOMES],
  ['term', 'action', TERM_ACTIONS],
  ['hub_draft', 'state', { refused: 'rejected' }],
  ['hub_draft_file', 'state', { refused: 'rejected' }],
  ['notification', 'kind', { everybody: 'roomMention' }],
  ['notice', 'kind', { versionSetAside: 'versionQuarantined' }],
  ['room_event', 'type', { 'rooms.changed': 'rooms.updated' }],
  ['take', 'failure_code', CODES],
];

/** Columns that hold the key of a subject. */
export const SUBJECT_KEY_COLUMNS: readonly (readonly [table: string, column: string])[] = [
  ['safety_case', 'subject_key'],
  ['safety_case', 'open_key'],
  ['safety_decision', 'subject_key'],
  ['safety_aside', 'subject_key'],
  ['safety_content_place', 'subject_key'],
  ['safety_content_reach', 'subject_key'],
];
