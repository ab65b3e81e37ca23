import type { TakeCommand, TurnReport } from '../../domain/renderers.js';
import type { RendererAnswer, RendererQuestion, RendererStatus, RenderTurn } from '../../domain/renderers.js';

/** What renderers and servers call things in Redis, and what they say there: one agreement for both sides. */

/** Said every HELLO_EVERY_MS and whenever something has changed. Clocks of machines differ, so spans travel, not times. */
export interface Hello extends Omit<RendererStatus, 'idleSince'> {
  readonly idleForMs: number | null;
}
export const HELLO = 'renderer.hello';
export const HELLO_EVERY_MS = 2_000;
/** A renderer that has been silent for so long is gone. */
export const SILENT_MS = 10_000;

/** Its id: it leaves, and has nothing any more. */
export const BYE = 'renderer.bye';
/** Whoever renders shall say so at once. */
export const ROLL_CALL = 'renderer.roll-call';

export type Telling = { readonly command: TakeCommand } | { readonly abandon: string };
export const TELL = 'renderer.tell';

/** Believed for INTEREST_MS. */
export interface Interest {
  readonly nodeId: string;
  readonly takeId: string;
  readonly watched: boolean;
}
export const INTEREST = 'renderer.interest';
export const INTEREST_MS = 5_000;

export interface Said {
  readonly turn: RenderTurn;
  readonly report: TurnReport;
  /** The same step goes to whoever subscribes to its frames. */
  readonly isFramed: boolean;
}
export const SAID = 'renderer.said';
export const framesOf = (takeId: string): string => `renderer.frames.${takeId}`;

export interface Asked {
  readonly rendererId: string;
  readonly nodeId: string;
  readonly requestId: number;
  readonly question: RendererQuestion;
}
export const ASK = 'renderer.ask';

export interface Answered {
  readonly requestId: number;
  readonly answer: RendererAnswer | undefined;
}
export const answersTo = (nodeId: string): string => `renderer.answers.${nodeId}`;

/** Queues of BullMQ and their keys. */
export const PREFIX = 'visionary';
/** One that asked Redis for its version in the moment in which the line breaks would be of no use for ever. */
export const QUEUES = { prefix: PREFIX, skipVersionCheck: true, skipWaitingForReady: true } as const;
export const ENDS_QUEUE = 'ends';
export const turnsQueueOf = (rendererId: string): string => `turns-${rendererId}`;

/** Keys of our own. */
export const aliveKey = (rendererId: string): string => `visionary:renderer:${rendererId}`;
/** Ids of all renderers whose queues may still be there. */
export const KNOWN_KEY = 'visionary:renderers';
export const orderKey = (turnId: string): string => `visionary:order:${turnId}`;
export const endKey = (turnId: string): string => `visionary:end:${turnId}`;
export const FEEDING_KEY = 'visionary:feeding';
/** Orders and ends wait so long for somebody to take them. */
export const PARCEL_MS = 24 * 60 * 60_000;
