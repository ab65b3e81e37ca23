import { LIMITS, type LineEnd } from '@visionary/contract';

/** What pressing Render would lead to: why not now, or when it starts. */
export type Outlook =
  | {
      readonly can: false;
      readonly why: 'reading' | 'visitor' | 'offline' | 'opening' | 'noModel' | 'empty' | 'tooLong';
    }
  | {
      readonly can: true;
      /** Takes of all rooms that render or wait. */
      readonly before: number;
      /** Null as long as nothing was measured. */
      readonly msToStart: number | null;
      /** The model is set aside as far as is known here: it may have been allowed again since. */
      readonly aside: boolean;
    };

export interface OutlookSources {
  readonly signedIn: boolean;
  readonly mayWrite: boolean;
  readonly line: 'opening' | 'live' | 'cut';
  readonly modelKnown: boolean;
  readonly modelAside: boolean;
  readonly prompt: string;
  readonly negative: string;
  readonly lineEnd: LineEnd;
}

export function renderOutlook(from: OutlookSources): Outlook {
  const why = reasonAgainst(from);
  if (why) return { can: false, why };
  const { before, msToStart } = from.lineEnd;
  return { can: true, before, msToStart: msToStart ?? null, aside: from.modelAside };
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
