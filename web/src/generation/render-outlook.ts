import { LIMITS, type QueuePlace } from '@visionary/contract';
import type { Take } from './takes.js';

/** What pressing Render would lead to: why not now, or when it starts. */
export type Outlook =
  | {
      readonly can: false;
      readonly why: 'reading' | 'visitor' | 'offline' | 'opening' | 'noModel' | 'empty' | 'tooLong';
    }
  | { readonly can: true; readonly before: number; readonly msToStart: number | null };

export interface OutlookSources {
  readonly signedIn: boolean;
  readonly mayWrite: boolean;
  readonly line: 'opening' | 'live' | 'cut';
  readonly modelKnown: boolean;
  readonly prompt: string;
  readonly negative: string;
  readonly queue: readonly QueuePlace[];
  readonly takes: readonly Take[];
}

export function renderOutlook(from: OutlookSources): Outlook {
  const why = reasonAgainst(from);
  if (why) return { can: false, why };
  return { can: true, before: from.queue.length, msToStart: msToStart(from) };
}

function reasonAgainst(from: OutlookSources): Extract<Outlook, { can: false }>['why'] | null {
  if (from.line === 'opening') return 'opening';
  if (!from.mayWrite) return from.signedIn ? 'reading' : 'visitor';
  if (from.line === 'cut') return 'offline';
  if (!from.modelKnown) return 'noModel';
  if (from.prompt.trim() === '') return 'empty';
  if (from.prompt.length > LIMITS.promptLength || from.negative.length > LIMITS.promptLength) return 'tooLong';
  return null;
}

/** When the last in the queue is done: its start, and as long as the newest finished take took. Null: not measured yet. */
function msToStart({ queue, takes }: OutlookSources): number | null {
  const last = queue.reduce<QueuePlace | null>((a, b) => (a && a.position > b.position ? a : b), null);
  if (!last) return 0;
  const renderMs = takes.find(({ renderMs }) => renderMs !== undefined)?.renderMs;
  if (renderMs === undefined || last.msToStart === undefined) return null;
  return last.msToStart + renderMs;
}
