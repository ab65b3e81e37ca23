import type { Provider } from '@visionary/contract';

/** A model that crashed or hung a renderer and has not rendered a take since. */
export interface ModelFailure {
  readonly model: string;
  /** Where it crashed. Undefined if it is quarantined for all, in the hub. */
  readonly provider: Provider | undefined;
  /** Of its files at that time. Other files count as another model. */
  readonly fingerprint: string;
  readonly losses: number;
  /** The last loss, in English. */
  readonly reason: string;
  readonly lastAt: number;
  /** Null until the model is quarantined. */
  readonly quarantinedAt: number | null;
}

/** A renderer that a model crashed or hung, or a take that exceeded its time. */
export interface RendererLoss {
  readonly model: string;
  readonly provider: Provider;
  readonly fingerprint: string;
  readonly reason: string;
  readonly at: number;
}

/** One loss may be a coincidence. */
export const LOSSES_BEFORE_QUARANTINE = 2;

/** Reason of a renderer that the server killed because it stalled. */
export const STALLED_REASON = 'it was silent for too long';

/** Takes of one model that may exceed their time in a row of days; one may be a busy machine. */
export const TIMEOUTS_BEFORE_QUARANTINE = 3;
/** Timeouts this long ago no longer count, in ms. */
export const TIMEOUT_MEMORY_MS = 24 * 60 * 60_000;

const TIMEOUT_REASON = 'a take took longer than it was allowed';
export const timeoutReason = (detail: string): string => `${TIMEOUT_REASON}: ${detail}`;

const DEVICE_REASON = 'its device failed';
/** Reason of a renderer whose process ended while a device computed. It renders the model with the processor from then on. */
export const deviceLossReason = (provider: string, reason: string): string =>
  `${DEVICE_REASON} (${provider}): ${reason}`;
export const isDeviceLoss = (reason: string): boolean => reason.startsWith(DEVICE_REASON);

/** Exit of a process that an operator killed, or the system for lack of memory. */
const KILLED_REASON = 'ended by SIGKILL';

export const wasKilled = (reason: string): boolean => reason === KILLED_REASON;

/**
 * Whether a lost renderer counts against the model. A crash or a hang always does. A kill from outside counts once per take,
 * because the model may not be its cause.
 */
export const countsAgainstModel = (reason: string, lossesOfTakeBefore: number): boolean =>
  !wasKilled(reason) || lossesOfTakeBefore === 0;

export const causeOf = ({ reason }: Pick<ModelFailure, 'reason'>): 'hung' | 'killed' | 'crashed' | 'slow' => {
  if (reason === STALLED_REASON) return 'hung';
  if (reason.startsWith(TIMEOUT_REASON)) return 'slow';
  return reason === KILLED_REASON ? 'killed' : 'crashed';
};
