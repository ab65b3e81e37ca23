import { formatDuration, t } from '../../shared/i18n/index.js';

/** The takes before a new one. */
export interface TakesAhead {
  /** Of all rooms. */
  readonly before: number;
  /** Null until rendering times are known, and while no renderer is connected. */
  readonly msToStart: number | null;
  /** How many of them are the user's own. */
  readonly own: number;
  readonly isOwnRendering: boolean;
  /** The take before it waits between its steps, which ends once another take waits. */
  readonly isPaced?: boolean;
}

/** When a new take would start, and whose takes render before it. */
export function queueText({ before, msToStart, own, isOwnRendering, isPaced = false }: TakesAhead): string {
  if (before === 0) return t(msToStart === null ? 'jam.queue.noRenderer' : 'jam.queue.now');
  const others = before - own;
  const key = others > 0 ? (own > 0 ? 'some' : 'others') : before === 1 && isOwnRendering ? 'rendering' : 'own';
  const ahead = t(`jam.queue.${key}`, { count: before, others }, before);
  if (msToStart === null) return ahead;
  return t(isPaced ? 'jam.queue.endsPace' : 'jam.queue.startsIn', { ahead, time: formatDuration(msToStart) });
}
