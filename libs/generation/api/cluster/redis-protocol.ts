import type { TakeCommand, AttemptProgress } from '../../domain/renderers.js';
import type { RendererResponse, RendererRequest, RendererStatus, RenderAttempt } from '../../domain/renderers.js';

/** Names and messages in Redis, shared by servers and renderers. */

/** Sent every HEARTBEAT_INTERVAL_MS and on changes. Durations instead of times, because clocks of machines differ. */
export interface Heartbeat extends Omit<RendererStatus, 'idleSince'> {
  readonly idleForMs: number | null;
}
export const HEARTBEAT_TOPIC = 'renderer.heartbeat';
export const HEARTBEAT_INTERVAL_MS = 2_000;
/** A renderer that is silent this long is lost. */
export const HEARTBEAT_TIMEOUT_MS = 10_000;

/** Payload: the renderer's id. */
export const RENDERER_LEFT_TOPIC = 'renderer.left';
/** Asks all renderers for a heartbeat. */
export const HEARTBEAT_REQUEST_TOPIC = 'renderer.heartbeat-request';

export type CommandMessage = { readonly command: TakeCommand } | { readonly release: string };
export const COMMAND_TOPIC = 'renderer.command';

/** Expires after INTEREST_MS. */
export interface FrameInterest {
  readonly nodeId: string;
  readonly takeId: string;
  readonly sendFrames: boolean;
}
export const FRAME_INTEREST_TOPIC = 'renderer.interest';
export const INTEREST_MS = 5_000;

export interface ReportMessage {
  readonly attempt: RenderAttempt;
  readonly report: AttemptProgress;
  /** Whether the same step is also sent with its frame to subscribers. */
  readonly isFramed: boolean;
}
export const REPORT_TOPIC = 'renderer.report';
export const framesTopic = (takeId: string): string => `renderer.frames.${takeId}`;

export interface RequestMessage {
  readonly rendererId: string;
  readonly nodeId: string;
  readonly requestId: number;
  readonly request: RendererRequest;
}
export const REQUEST_TOPIC = 'renderer.request';

export interface ResponseMessage {
  readonly requestId: number;
  readonly response: RendererResponse | undefined;
}
export const responseTopic = (nodeId: string): string => `renderer.responses.${nodeId}`;

/** Without the version check, which never returns if the connection breaks during it. */
export const QUEUE_OPTIONS = { skipVersionCheck: true, skipWaitingForReady: true } as const;
export const RESULTS_QUEUE = 'results';
export const attemptQueueOf = (rendererId: string): string => `attempts-${rendererId}`;

/** Keys outside BullMQ, after the prefix of the instance. */
export const aliveKey = (prefix: string, rendererId: string): string => `${prefix}:renderer:${rendererId}`;
/** Ids of all renderers whose queues may exist. */
export const renderersKey = (prefix: string): string => `${prefix}:renderers`;
export const requestKey = (prefix: string, attemptId: string): string => `${prefix}:request:${attemptId}`;
export const resultKey = (prefix: string, attemptId: string): string => `${prefix}:result:${attemptId}`;
export const dispatchLockKey = (prefix: string): string => `${prefix}:dispatch`;
/** Expiry of requests and results. */
export const PAYLOAD_TTL_MS = 24 * 60 * 60_000;

/** Waits for `work`, but at most `ms`. Ignores its failure. */
export const withTimeout = async (ms: number, work: Promise<unknown>): Promise<void> => {
  let deadline: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    deadline = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => undefined), timeout]);
  clearTimeout(deadline);
};
