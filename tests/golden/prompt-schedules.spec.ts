import { describe, expect, it } from '@jest/globals';
import { scheduleTexts } from '@visionary/diffusion';
import { readVectors } from './vectors.js';

interface Case {
  prompt: string;
  steps: number;
  texts: [untilStep: number, text: string][];
}

describe('[E31] what a prompt reads at each step', () => {
  const { cases } = readVectors<{ cases: Case[] }>('prompt_schedules.json');

  it.each(cases.map((one) => [JSON.stringify(one.prompt), one] as const))('%s', (_title, { prompt, steps, texts }) => {
    expect(scheduleTexts(prompt, steps).map(({ untilStep, text }) => [untilStep, text])).toEqual(texts);
  });
});
