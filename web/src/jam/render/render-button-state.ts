import { type AdditionKind, LIMITS, type QueueTail, type RequestedAddition } from '@visionary/contract';

/** Settings with which the model cannot render. */
export type SettingsProblem = 'initUnsupported' | 'hiresInit' | 'hiresEncoder' | 'hiresTooLarge';

/** The state of the Render button: why it is disabled, or when the take would start. */
export type RenderButtonState =
  | {
      readonly can: false;
      readonly reason: 'viewer' | 'visitor' | 'offline' | 'opening' | 'noModel' | 'empty' | 'tooLong';
    }
  /** The model was withdrawn after the room chose it. */
  | { readonly can: false; readonly reason: 'modelUnavailable' | 'loraUnavailable'; readonly name: string }
  | { readonly can: false; readonly reason: 'additionUnavailable'; readonly kind: AdditionKind; readonly name: string }
  /** Settings that do not fit the model. */
  | { readonly can: false; readonly reason: 'misfits'; readonly name: string }
  | { readonly can: false; readonly reason: SettingsProblem }
  /** The prompt is empty or too long. */
  | { readonly can: false; readonly reason: 'blockedTerms'; readonly name: string }
  | {
      readonly can: true;
      /** Takes of all rooms that render or wait. */
      readonly before: number;
      /** Null until rendering times are known. */
      readonly msToStart: number | null;
      /** The model was quarantined when last seen, and may have been released since. */
      readonly secondaryText: boolean;
    };

export interface RenderButtonInput {
  readonly signedIn: boolean;
  readonly mayWrite: boolean;
  readonly connection: 'opening' | 'live' | 'cut';
  readonly modelKnown: boolean;
  readonly isModelQuarantined: boolean;
  /** The chosen models that are unavailable on this server, by their names in the room. */
  readonly unavailableModel?: string | undefined;
  readonly unavailableLora?: string | undefined;
  readonly unavailableAddition?: RequestedAddition | undefined;
  /** Titles of what is chosen and does not fit the model. */
  readonly misfits?: readonly string[];
  readonly settingsProblem?: SettingsProblem | undefined;
  readonly prompt: string;
  readonly negative: string;
  /** The prompt contains blocked terms. */
  readonly rejectedText?: readonly string[];
  readonly queueTail: QueueTail;
}

export function renderButtonState(from: RenderButtonInput): RenderButtonState {
  const reason = disabledReason(from);
  if (reason) return typeof reason === 'string' ? { can: false, reason } : reason;
  const { takesAhead, msToStart } = from.queueTail;
  return { can: true, before: takesAhead, msToStart: msToStart ?? null, secondaryText: from.isModelQuarantined };
}

type Disabled = Extract<RenderButtonState, { can: false }>;
type Named = Extract<Disabled, { name: string }>;

function disabledReason(from: RenderButtonInput): Exclude<Disabled['reason'], Named['reason']> | Named | null {
  const can = false;
  if (from.connection === 'opening') return 'opening';
  if (!from.mayWrite) return from.signedIn ? 'viewer' : 'visitor';
  if (from.connection === 'cut') return 'offline';
  if (from.unavailableModel !== undefined) return { can, reason: 'modelUnavailable', name: from.unavailableModel };
  if (!from.modelKnown) return 'noModel';
  if (from.unavailableLora !== undefined) return { can, reason: 'loraUnavailable', name: from.unavailableLora };
  if (from.unavailableAddition) {
    const { kind, id: name } = from.unavailableAddition;
    return { can, reason: 'additionUnavailable', kind, name };
  }
  if (from.misfits?.length) return { can, reason: 'misfits', name: from.misfits.join(', ') };
  if (from.settingsProblem) return from.settingsProblem;
  if (from.prompt.trim() === '') return 'empty';
  if (from.prompt.length > LIMITS.promptLength || from.negative.length > LIMITS.promptLength) return 'tooLong';
  if (from.rejectedText?.length) return { can, reason: 'blockedTerms', name: from.rejectedText.join(', ') };
  return null;
}
