import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { CheckText } from '@visionary/safety';
import { Steers } from '../domain/steers.js';
import type { Take } from '../domain/take.js';
import { Takes } from '../domain/takes.js';
import type { CheckedPrompt } from './validate-render-request.js';
import { ResolveLoras } from './resolve-loras.js';

/** Whether a take can have new words now. */
@Injectable()
export class CheckSteer {
  constructor(
    private readonly takes: Takes,
    private readonly steers: Steers,
    private readonly loras: ResolveLoras,
    private readonly checkText: CheckText,
  ) {}

  /** @throws Rejection GENERATION_TAKE_NOT_FOUND */
  async take(roomId: string, takeId: string): Promise<Take> {
    const take = await this.takes.byId(takeId);
    if (take?.roomId !== roomId) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    return take;
  }

  /**
   * @returns the words as they may be kept
   * @throws Rejection GENERATION_PROMPT_EMPTY, GENERATION_NOT_RENDERING, GENERATION_LORAS_LOCKED, SAFETY_BLOCKED_TERMS
   */
  async words(
    take: Take,
    { prompt, negative }: { readonly prompt: string; readonly negative: string },
  ): Promise<CheckedPrompt> {
    if (!prompt.trim()) throw new Rejection('GENERATION_PROMPT_EMPTY');
    if (take.status !== 'rendering') throw new Rejection('GENERATION_NOT_RENDERING', { status: take.status });
    const has = this.loras.wanted(take.prompt, take.settings.loras);
    const stranger = this.loras
      .wanted(prompt)
      .find(({ id, weight }) => !has.some((one) => one.id === id && one.weight === weight));
    // They are in the model that is in memory, and that does not change on the way.
    if (stranger) throw new Rejection('GENERATION_LORAS_LOCKED', { lora: stranger.id });
    // One image is made of all of them.
    const before = [take, ...(await this.steers.of(take.id))].map((words) => ({
      prompt: words.prompt,
      negative: words.negative,
    }));
    return this.checkText.run('prompts', { prompt, negative }, before);
  }
}
