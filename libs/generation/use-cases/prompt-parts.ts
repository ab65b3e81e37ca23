import { LIMITS } from '@visionary/contract';
import { parseExtraNetworks, promptParts } from '@visionary/infotext';
import { Rejection } from '@visionary/kernel';

/** Each part of a prompt between ANDs costs a model call per step. @throws Rejection GENERATION_TOO_MANY_PROMPT_PARTS */
export const requirePromptParts = (prompt: string): void => {
  const parts = countPromptParts(prompt);
  if (parts > LIMITS.promptParts) {
    throw new Rejection('GENERATION_TOO_MANY_PROMPT_PARTS', { parts, max: LIMITS.promptParts });
  }
};

export const countPromptParts = (prompt: string): number => promptParts(parseExtraNetworks(prompt).text).length;
