import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Conditioning } from './conditioning.js';
import { PromptCompiler } from './prompt-compiler.js';
import { scheduleTexts } from './schedule.js';

const WIDTH = 2;
const WINDOW = 4;

/** Encodes one chunk per eight characters with distinct numbers per text, and records each call. */
class CountingEncoder {
  readonly asked: string[] = [];

  constructor(readonly zeroEmptyNegative = false) {}

  encode(text: string): Promise<Conditioning> {
    this.asked.push(text);
    const tokens = WINDOW * Math.max(1, Math.ceil(text.length / 8));
    const data = Float32Array.from({ length: tokens * WIDTH }, (_, i) => (text.charCodeAt(i % text.length) || 0.5) + i);
    return Promise.resolve({ data, tokens, width: WIDTH, pooled: Float32Array.of(text.length + 1) });
  }
}

const compile = (prompt: string, steps: number, negative = '', encoder = new CountingEncoder()) =>
  new PromptCompiler(encoder).compile({ prompt, negative }, { steps, needsNegative: true });

const words = fc.string({ unit: fc.constantFrom(...'abc ,猫'), maxLength: 20 });
/** Random prompts with all syntax and closed brackets. */
const { prompt: prompts } = fc.letrec<{ prompt: string; piece: string }>((tie) => ({
  prompt: fc.array(tie('piece'), { maxLength: 3 }).map((pieces) => pieces.join('')),
  piece: fc.oneof(
    { depthSize: 'small' },
    words,
    tie('prompt').map((inner) => `(${inner}:1.3)`),
    tie('prompt').map((inner) => `[${inner}]`),
    fc.tuple(tie('prompt'), tie('prompt')).map(([a, b]) => `[${a}|${b}]`),
    fc.tuple(tie('prompt'), tie('prompt'), fc.nat(12)).map(([a, b, when]) => `[${a}:${b}:${when}]`),
    fc.tuple(tie('prompt'), fc.constantFrom('.5', '0.25')).map(([a, when]) => `[${a}::${when}]`),
  ),
}));
const run = fc.integer({ min: 1, max: 12 }).chain((steps) => fc.tuple(fc.constant(steps), fc.nat(steps)));

describe('[E32] ConditioningPlan.switchAt', () => {
  it('equals the written schedule byte for byte, and keeps the steps before it', async () => {
    await fc.assert(
      fc.asyncProperty(prompts, prompts, words, run, async (before, after, negative, [steps, at]) => {
        const begun = await compile(before, steps, negative);
        const steered = begun.switchAt(at, await compile(after, steps, negative));
        const written = await compile(`[${before}:${after}:${at}]`, steps, negative);
        for (let step = 0; step < steps; step++) {
          expect(steered.at(step).positives).toEqual(written.at(step).positives);
          expect(steered.at(step).negative).toEqual(written.at(step).negative);
          if (step < at) expect(steered.at(step)).toMatchObject(withoutEnd(begun.at(step)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('can be repeated; the last change at a step applies', async () => {
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((text) => compile(text, 10)));
    const plan = a!.switchAt(3, b!).switchAt(5, c!).switchAt(5, a!);
    const used = Array.from({ length: 10 }, (_, step) => plan.at(step).positives[0]!.text.data[0]! - 'a'.charCodeAt(0));
    expect(used).toEqual([0, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
    expect(a!.switchAt(0, b!)).toBe(b);
  });
});

describe('[E32] PromptCompiler', () => {
  it('gives each step the text of its schedule', async () => {
    await fc.assert(
      fc.asyncProperty(prompts, run, async (prompt, [steps]) => {
        const encoder = new CountingEncoder();
        const plan = await compile(prompt, steps, '', encoder);
        for (let step = 0; step < steps; step++) {
          const { text } = scheduleTexts(prompt, steps).find(({ untilStep }) => step < untilStep)!;
          const alone = await new CountingEncoder().encode(text);
          expect(plan.at(step).positives[0]!.text.data.slice(0, alone.data.length)).toEqual(alone.data);
        }
      }),
    );
  });

  it('encodes each text once, also when it returns', async () => {
    const encoder = new CountingEncoder();
    const compiler = new PromptCompiler(encoder);
    await compiler.compile({ prompt: '[a|b]', negative: 'n' }, { steps: 20, needsNegative: true });
    await compiler.compile({ prompt: '[b:a:5]', negative: 'n' }, { steps: 20, needsNegative: true });
    expect(encoder.asked.toSorted()).toEqual(['a', 'b', 'n']);
  });

  it('pads both sides of each entry to one length with empty chunks', async () => {
    const plan = await compile('[a:a longer text than that:2]', 4, 'n');
    const empty = await new CountingEncoder().encode('');
    expect(plan.at(0).positives[0]!.text.tokens).toBe(WINDOW);
    expect(plan.at(0).negative?.tokens).toBe(WINDOW);
    const { positives, negative } = plan.at(2);
    expect([positives[0]!.text.tokens, negative!.tokens]).toEqual([3 * WINDOW, 3 * WINDOW]);
    expect(negative!.data.slice(WINDOW * WIDTH, 2 * WINDOW * WIDTH)).toEqual(empty.data);
    expect(negative!.data.slice(2 * WINDOW * WIDTH)).toEqual(empty.data);
  });

  it('encodes an empty negative prompt as zeros when the model needs it, and skips it without guidance', async () => {
    const zeros = await compile('a', 4, ' ', new CountingEncoder(true));
    expect(zeros.at(0).negative).toEqual({
      data: new Float32Array(WINDOW * WIDTH),
      tokens: WINDOW,
      width: WIDTH,
      pooled: Float32Array.of(0),
    });
    const encoder = new CountingEncoder();
    const plan = await new PromptCompiler(encoder).compile(
      { prompt: 'a', negative: 'n' },
      { steps: 4, needsNegative: false },
    );
    expect(plan.at(0).negative).toBeUndefined();
    expect(encoder.asked).toEqual(['a']);
  });

  it('removes tags from the prompt only', async () => {
    const encoder = new CountingEncoder();
    await compile('a<lora:ink:0.5>', 4, 'n<lora:ink:0.5>', encoder);
    expect(encoder.asked).toEqual(expect.arrayContaining(['a', 'n<lora:ink:0.5>']));
  });

  it('rejects prompts that exceed the memory limit, and stops when aborted', async () => {
    const huge = { zeroEmptyNegative: false, encode: () => Promise.resolve(hugeText) };
    const hugeText = { data: new Float32Array(5 * 1024 * 1024), tokens: 5 * 1024, width: 1024 };
    const asked = { prompt: '[a|b|c|d|e|f|g|h|i|j]', negative: '' };
    await expect(new PromptCompiler(huge).compile(asked, { steps: 20, needsNegative: false })).rejects.toMatchObject({
      code: 'RENDER_OUT_OF_RANGE',
      message: expect.stringContaining('7 or more different texts of up to 5120 tokens'),
    });
    const signal = AbortSignal.abort('cancelled');
    await expect(new PromptCompiler(huge).compile(asked, { steps: 20, needsNegative: false, signal })).rejects.toBe(
      'cancelled',
    );
  });

  it('encodes again after an encoder failed', async () => {
    const encoder = new CountingEncoder();
    const compiler = new PromptCompiler({
      zeroEmptyNegative: false,
      encode: (text) => (encoder.asked.push(text) === 1 ? Promise.reject(new Error('lost')) : encoder.encode(text)),
    });
    await expect(compiler.compile({ prompt: 'a', negative: '' }, { steps: 4, needsNegative: false })).rejects.toThrow(
      'lost',
    );
    await expect(
      compiler.compile({ prompt: 'a', negative: '' }, { steps: 4, needsNegative: false }),
    ).resolves.toBeDefined();
  });
});

function withoutEnd<T extends { readonly untilStep: number }>({ untilStep: _, ...rest }: T): Omit<T, 'untilStep'> {
  return rest;
}
