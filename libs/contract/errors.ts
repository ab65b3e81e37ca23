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
  ORIGIN_REFUSED: 403,
  PROTOCOL_MISMATCH: 409,
  SHUTTING_DOWN: 503,
  ACCOUNTS_NAME_TAKEN: 409,
  ACCOUNTS_WRONG_CREDENTIALS: 401,
  ACCOUNTS_TOO_MANY_ATTEMPTS: 429,
  ROOMS_NOT_FOUND: 404,
  ROOMS_NOT_OPEN: 403,
  ROOMS_READ_ONLY: 403,
  ROOMS_INVITATION_INVALID: 404,
  CHAT_MESSAGE_NOT_FOUND: 404,
  CHAT_NOT_AN_EMOJI: 400,
  JAM_UPDATE_MALFORMED: 400,
  JAM_DOCUMENT_FULL: 413,
  JAM_AWARENESS_FORGED: 403,
  GENERATION_MODEL_UNKNOWN: 404,
  GENERATION_SCHEDULER_UNKNOWN: 400,
  GENERATION_SIZE_UNSUPPORTED: 400,
  GENERATION_PROMPT_EMPTY: 400,
  GENERATION_QUEUE_FULL: 429,
  GENERATION_TAKE_NOT_FOUND: 404,
  GENERATION_TAKE_OVER: 409,
  GENERATION_NOT_YOURS: 403,
  GENERATION_RENDERER_AWAY: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;
export const ERROR_CODES = Object.keys(ERROR_STATUS) as ErrorCode[];

/** Plain values for the sentence: which field, how long to wait, which limit. */
export const ErrorDetail = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
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
  'RENDER_FLAT',
  'RENDER_OUT_OF_RANGE',
  'RENDER_FAILED',
  'RENDERER_CRASHED',
] as const;
export type TakeFailure = (typeof TAKE_FAILURES)[number];
