import { LIMITS } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { countPromptParts } from '../storage/count-prompt-parts.js';

/** Each part of a prompt between ANDs costs a model call per step. @throws Rejection GENERATION_TOO_MANY_PROMPT_PARTS */
export const requirePromptParts = (prompt: string): void => {
  const parts = countPromptParts(prompt);
  if (parts > LIMITS.promptParts) {
    throw new Rejection('GENERATION_TOO_MANY_PROMPT_PARTS', { parts, max: LIMITS.promptParts });
  }
};
