import { scheduleTexts } from '@visionary/diffusion';
import type { RenderJob } from '../../../libs/generation/domain/renderer-protocol.js';

/** The words of one image as the field writes them. */
export interface PromptText {
  readonly prompt: string;
  readonly negative: string;
}

interface Held {
  /** Steps that were done when these words came to hold. */
  readonly from: number;
  readonly text: string;
}

/**
 * Words that changed while an image was rendered, as the schedule `[from:to:step]` which gives the same image.
 * @returns undefined where no schedule says exactly this: the words have brackets or colons of their own
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

  function schedule(all: readonly Held[]): string | undefined {
    const held = all.filter(({ from }, at) => all[at + 1]?.from !== from);
    const [first, ...others] = held.filter(({ text }, at) => at === 0 || held[at - 1]!.text !== text);
    const whole = others.reduce((before, { from, text }) => `[${before}:${text}:${from}]`, first!.text);
    return isExact(whole, held, steps) ? whole : undefined;
  }
}

/** Read back at every step, the schedule says what was said then. */
function isExact(whole: string, held: readonly Held[], steps: number): boolean {
  const read = scheduleTexts(whole, steps);
  for (let step = 0; step < steps; step++) {
    const wanted = held.findLast(({ from }) => from <= step)!.text;
    const texts = scheduleTexts(wanted, steps);
    if (textAt(read, step) !== textAt(texts, step)) return false;
  }
  return true;
}

function textAt(texts: ReturnType<typeof scheduleTexts>, step: number): string | undefined {
  return texts.find(({ untilStep }) => step < untilStep)?.text;
}
