import type { PromptPair } from '../../generation/index.js';

/** How long a render request may take until its take is announced. */
const KEPT_MS = 10_000;

export const isSamePrompt = (one: PromptPair, other: PromptPair): boolean =>
  one.prompt === other.prompt && one.negative === other.negative;

/** Prompts that were replaced a moment ago: somebody may have rendered them before the edit. */
export class RecentPrompts {
  private replaced: readonly { readonly pair: PromptPair; readonly at: number }[] = [];

  add(pair: PromptPair, at: number): void {
    this.replaced = [...this.replaced.filter((one) => at - one.at < KEPT_MS), { pair, at }];
  }
  has(pair: PromptPair, at: number): boolean {
    return this.replaced.some((one) => at - one.at < KEPT_MS && isSamePrompt(one.pair, pair));
  }
}
