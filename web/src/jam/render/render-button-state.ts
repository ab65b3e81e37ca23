import { LIMITS, type QueueTail } from '@visionary/contract';

/** What pressing Render would lead to: why not now, or when it starts. */
export type RenderButtonState =
  | {
      readonly can: false;
      readonly reason: 'reading' | 'visitor' | 'offline' | 'opening' | 'noModel' | 'empty' | 'tooLong';
    }
  /** The model was withdrawn after the room chose it. */
  | { readonly can: false; readonly reason: 'modelGone' | 'loraGone'; readonly name: string }
  /** The prompt is empty or too long. */
  | { readonly can: false; readonly reason: 'words'; readonly name: string }
  | {
      readonly can: true;
      /** Takes of all rooms that render or wait. */
      readonly before: number;
      /** Null as long as nothing was measured. */
      readonly msToStart: number | null;
      /** The model is set aside as far as is known here: it may have been allowed again since. */
      readonly secondaryText: boolean;
    };

export interface RenderButtonInput {
  readonly signedIn: boolean;
  readonly mayWrite: boolean;
  readonly connection: 'opening' | 'live' | 'cut';
  readonly modelKnown: boolean;
  readonly isModelQuarantined: boolean;
  /** What the room has chosen and this server does not have, as the room calls it. */
  readonly unavailableModel?: string | undefined;
  readonly unavailableLora?: string | undefined;
  readonly prompt: string;
  readonly negative: string;
  /** The prompt contains blocked terms. */
  readonly rejectedText?: readonly string[];
  readonly queueTail: QueueTail;
}

export function renderButtonState(from: RenderButtonInput): RenderButtonState {
  const against = reasonAgainst(from);
  if (against) return typeof against === 'string' ? { can: false, reason: against } : { can: false, ...against };
  const { takesAhead, msToStart } = from.queueTail;
  return { can: true, before: takesAhead, msToStart: msToStart ?? null, secondaryText: from.isModelQuarantined };
}

type No = Extract<RenderButtonState, { can: false }>;
type Reason =
  | Exclude<No['reason'], 'modelGone' | 'loraGone' | 'words'>
  | Pick<Extract<No, { name: string }>, 'reason' | 'name'>;

function reasonAgainst(from: RenderButtonInput): Reason | null {
  if (from.connection === 'opening') return 'opening';
  if (!from.mayWrite) return from.signedIn ? 'reading' : 'visitor';
  if (from.connection === 'cut') return 'offline';
  if (from.unavailableModel !== undefined) return { reason: 'modelGone', name: from.unavailableModel };
  if (!from.modelKnown) return 'noModel';
  if (from.unavailableLora !== undefined) return { reason: 'loraGone', name: from.unavailableLora };
  if (from.prompt.trim() === '') return 'empty';
  if (from.prompt.length > LIMITS.promptLength || from.negative.length > LIMITS.promptLength) return 'tooLong';
  if (from.rejectedText?.length) return { reason: 'words', name: from.rejectedText.join(', ') };
  return null;
}
