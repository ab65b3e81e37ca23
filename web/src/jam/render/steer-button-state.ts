import { LIMITS, type TakeView } from '@visionary/contract';
import { currentPrompts, diffPrompts, type PromptPair } from '../../generation/index.js';
import { isSamePrompt } from './recent-prompts.js';

/** The effect of Steer: why it is disabled, or from which step it applies. */
export type SteerButtonState =
  | {
      readonly can: false;
      readonly reason:
        | 'offline'
        | 'same'
        | 'separate'
        | 'sent'
        | 'empty'
        | 'tooLong'
        | 'blockedTerms'
        | 'lastStep'
        | 'tooOften';
      readonly from: number;
    }
  | {
      readonly can: true;
      readonly from: number;
      readonly changes: number;
      /** The composition is settled: what changes from here on are details. */
      readonly isLate: boolean;
    };

/** The share of the steps after which a new prompt hardly alters the composition. */
const LATE_SHARE = 0.5;

export interface SteerButtonInput {
  readonly take: Pick<TakeView, 'prompt' | 'negative' | 'steers'>;
  /** The rendering image, and whether more images follow it. */
  readonly step: number;
  readonly steps: number;
  readonly isLastImage: boolean;
  readonly prompt: PromptPair;
  /** The shared prompt at the start of a take that was rendered from another one. Null: from the shared one. */
  readonly promptAtStart?: PromptPair | null;
  /** Steers that were sent but not applied yet. */
  readonly pendingSteer: PromptPair | null;
  readonly connected: boolean;
  /** The prompt contains blocked terms. */
  readonly isRejectedByServer?: boolean;
}

export function steerButtonState(now: SteerButtonInput): SteerButtonState {
  const from = Math.min(now.steps, now.step + 1);
  const reason = disabledReason(now);
  return reason
    ? { can: false, reason, from }
    : {
        can: true,
        from,
        changes: diffPrompts(currentPrompts(now.take), now.prompt).length,
        // The images that follow start with the new prompt.
        isLate: now.isLastImage && now.step > now.steps * LATE_SHARE,
      };
}

function disabledReason({
  take,
  prompt,
  pendingSteer,
  promptAtStart,
  ...now
}: SteerButtonInput): Extract<SteerButtonState, { can: false }>['reason'] | null {
  if (!now.connected) return 'offline';
  if (pendingSteer && isSamePrompt(pendingSteer, prompt)) return 'sent';
  if (isSamePrompt(currentPrompts(take), prompt)) return 'same';
  if (promptAtStart && isSamePrompt(promptAtStart, prompt) && !take.steers?.length) return 'separate';
  if (prompt.prompt.trim() === '') return 'empty';
  if (Math.max(prompt.prompt.length, prompt.negative.length) > LIMITS.promptLength) return 'tooLong';
  if (now.isRejectedByServer) return 'blockedTerms';
  if ((take.steers?.length ?? 0) >= LIMITS.steersPerTake) return 'tooOften';
  return now.isLastImage && now.step >= now.steps ? 'lastStep' : null;
}
