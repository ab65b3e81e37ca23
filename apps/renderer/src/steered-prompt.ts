import { scheduleTexts } from '@visionary/diffusion';
import type { RenderJob } from '../../../libs/generation/domain/renderer-protocol.js';

/** The prompts of one image in infotext syntax. */
export interface PromptText {
  readonly prompt: string;
  readonly negative: string;
}

interface ScheduledText {
  /** Finished steps when this text was applied. */
  readonly from: number;
  readonly text: string;
}

/**
 * Writes the steers of an image as the schedule `[from:to:step]` that renders the same image.
 * @returns undefined if no schedule is exact, because a text contains brackets or colons
 */
export function steeredPrompt({ prompt, negative, steps, promptChanges = [] }: RenderJob): PromptText | undefined {
  const written = {
    prompt: schedule([
      { from: 0, text: prompt },
      ...promptChanges.map((one) => ({ from: one.step, text: one.prompt })),
    ]),
    negative: schedule([
      { from: 0, text: negative },
      ...promptChanges.map((one) => ({ from: one.step, text: one.negative })),
    ]),
  };
  return written.prompt !== undefined && written.negative !== undefined ? (written as PromptText) : undefined;

  function schedule(all: readonly ScheduledText[]): string | undefined {
    const scheduled = all.filter(({ from }, at) => all[at + 1]?.from !== from);
    const [first, ...others] = scheduled.filter(({ text }, at) => at === 0 || scheduled[at - 1]!.text !== text);
    const whole = others.reduce((before, { from, text }) => `[${before}:${text}:${from}]`, first!.text);
    return isExact(whole, scheduled, steps) ? whole : undefined;
  }
}

/** Whether the schedule gives the same text at every step. */
function isExact(whole: string, scheduled: readonly ScheduledText[], steps: number): boolean {
  const read = scheduleTexts(whole, steps);
  for (let step = 0; step < steps; step++) {
    const expected = scheduled.findLast(({ from }) => from <= step)!.text;
    const texts = scheduleTexts(expected, steps);
    if (textAt(read, step) !== textAt(texts, step)) return false;
  }
  return true;
}

function textAt(texts: ReturnType<typeof scheduleTexts>, step: number): string | undefined {
  return texts.find(({ untilStep }) => step < untilStep)?.text;
}
