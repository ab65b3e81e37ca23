import type { TakeCommand, AttemptProgress } from '../../domain/renderers.js';
import type { RendererResponse, RendererRequest, RendererStatus, RenderAttempt } from '../../domain/renderers.js';

/** What renderers and servers call things in Redis, and what they say there: one agreement for both sides. */

/** Said every HELLO_EVERY_MS and whenever something has changed. Clocks of machines differ, so spans travel, not times. */
export interface Heartbeat extends Omit<RendererStatus, 'idleSince'> {
  readonly idleForMs: number | null;
}
export const HEARTBEAT_TOPIC = 'renderer.hello';
export const HELLO_EVERY_MS = 2_000;
/** A renderer that has been silent for so long is gone. */
export const HEARTBEAT_TIMEOUT_MS = 10_000;

/** Its id: it leaves, and has nothing any more. */
export const RENDERER_LEFT_TOPIC = 'renderer.bye';
/** Whoever renders shall say so at once. */
export const HEARTBEAT_REQUEST_TOPIC = 'renderer.roll-call';

export type CommandMessage = { readonly command: TakeCommand } | { readonly abandon: string };
export const COMMAND_TOPIC = 'renderer.tell';

/** Believed for INTEREST_MS. */
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
  /** The same step goes to whoever subscribes to its frames. */
  readonly isFramed: boolean;
}
export const REPORT_TOPIC = 'renderer.said';
export const framesOf = (takeId: string): string => `renderer.frames.${takeId}`;

export interface RequestMessage {
  readonly rendererId: string;
  readonly nodeId: string;
  readonly requestId: number;
  readonly request: RendererRequest;
}
export const REQUEST_TOPIC = 'renderer.ask';

export interface ResponseMessage {
  readonly requestId: number;
  readonly response: RendererResponse | undefined;
}
export const answersTo = (nodeId: string): string => `renderer.answers.${nodeId}`;

/** Queues of BullMQ and their keys. */
export const PREFIX = 'visionary';
/** One that asked Redis for its version in the moment in which the line breaks would be of no use for ever. */
export const QUEUES = { prefix: PREFIX, skipVersionCheck: true, skipWaitingForReady: true } as const;
export const RESULTS_QUEUE = 'ends';
export const attemptQueueOf = (rendererId: string): string => `attempts-${rendererId}`;

/** Keys of our own. */
export const aliveKey = (rendererId: string): string => `visionary:renderer:${rendererId}`;
/** Ids of all renderers whose queues may still be there. */
export const KNOWN_KEY = 'visionary:renderers';
export const requestKey = (attemptId: string): string => `visionary:request:${attemptId}`;
export const resultKey = (attemptId: string): string => `visionary:end:${attemptId}`;
export const DISPATCH_LOCK_KEY = 'visionary:feeding';
/** Orders and ends wait so long for somebody to take them. */
export const PAYLOAD_TTL_MS = 24 * 60 * 60_000;
