import { parseExtraNetworks } from '@visionary/infotext';
import type { Conditioning, ConditioningEntry } from './conditioning.js';
import type { PromptEncoder } from './encoded-texts.js';
import type { ScheduledText } from './schedule.js';
import { RenderError } from '../errors.js';
import { ConditioningPlan } from './conditioning.js';
import { EncodedTexts } from './encoded-texts.js';
import { scheduleTexts } from './schedule.js';

/** A prompt and negative prompt as written by the user. */
export interface PromptPair {
  readonly prompt: string;
  readonly negative: string;
}

/** Both sides of an entry, with equal lengths. */
type Pair = Omit<ConditioningEntry, 'untilStep'>;

/** Limit for all entries of a run: about 200 chunks of SDXL, 500 of SD 1.x. */
const MAX_PLAN_BYTES = 128 * 1024 * 1024;

/** Compiles prompts to the conditioning of each step. Each distinct text is encoded once. */
export class PromptCompiler {
  private readonly texts: EncodedTexts;

  constructor(private readonly encoder: PromptEncoder) {
    this.texts = new EncodedTexts(encoder);
  }

  /**
   * @param needsNegative whether guidance needs the negative prompt
   * @throws RenderError RENDER_OUT_OF_RANGE when texts are too many or too long for memory; ModelFolderError when the
   * encoders don't match; the signal's reason when aborted
   */
  async compile(
    { prompt, negative }: PromptPair,
    steps: number,
    needsNegative: boolean,
    signal?: AbortSignal,
  ): Promise<ConditioningPlan> {
    const positiveSchedule = scheduleTexts(parseExtraNetworks(prompt).text, steps);
    const negativeSchedule = needsNegative ? scheduleTexts(negative, steps) : undefined;
    const untilSteps = new Set([...positiveSchedule, ...(negativeSchedule ?? [])].map(({ untilStep }) => untilStep));
    const pairs = new Map<string, Pair>();
    const entries: ConditioningEntry[] = [];
    for (const untilStep of [...untilSteps].sort((a, b) => a - b)) {
      signal?.throwIfAborted();
      const texts = [
        textUntil(positiveSchedule, untilStep),
        negativeSchedule && textUntil(negativeSchedule, untilStep),
      ] as const;
      const key = JSON.stringify(texts);
      const encodePair = pairs.get(key) ?? (await this.pair(...texts));
      pairs.set(key, encodePair);
      requireMemoryFor(pairs);
      entries.push({ untilStep, ...encodePair });
    }
    return new ConditioningPlan(entries);
  }

  /** Both sides of an entry, the shorter one padded with empty chunks. */
  private async pair(prompt: string, negative: string | undefined): Promise<Pair> {
    const positive = await this.texts.encode(prompt);
    if (negative === undefined) return { positive, negative };
    if (this.encoder.zeroEmptyNegative && negative.trim() === '') return { positive, negative: zerosLike(positive) };
    const encodedNegative = await this.texts.encode(negative);
    const tokens = Math.max(positive.tokens, encodedNegative.tokens);
    return { positive: await this.padTo(positive, tokens), negative: await this.padTo(encodedNegative, tokens) };
  }

  private async padTo(text: Conditioning, tokens: number): Promise<Conditioning> {
    if (text.tokens === tokens) return text;
    const { data: empty } = await this.texts.encode('');
    const data = new Float32Array(tokens * text.width);
    data.set(text.data);
    for (let offset = text.data.length; offset < data.length; offset += empty.length) data.set(empty, offset);
    return { ...text, data, tokens };
  }
}

/** Alternations in a long prompt can give a long text per step, gigabytes in total. */
function requireMemoryFor(pairs: ReadonlyMap<string, Pair>): void {
  let bytes = 0;
  for (const { positive, negative } of pairs.values()) {
    bytes += positive.data.byteLength + (negative?.data.byteLength ?? 0);
  }
  if (bytes <= MAX_PLAN_BYTES) return;
  const longest = Math.max(...[...pairs.values()].map(({ positive }) => positive.tokens));
  const problem = `the prompt expands to ${pairs.size} or more different texts of up to ${longest} tokens`;
  throw new RenderError('RENDER_OUT_OF_RANGE', `${problem}: too much for memory. Shorten it or alternate less often`);
}

function textUntil(texts: readonly ScheduledText[], untilStep: number): string {
  return (texts.find((text) => untilStep <= text.untilStep) ?? texts[texts.length - 1]!).text;
}

function zerosLike({ data, tokens, width, pooled }: Conditioning): Conditioning {
  const zeros = { data: new Float32Array(data.length), tokens, width };
  return pooled ? { ...zeros, pooled: new Float32Array(pooled.length) } : zeros;
}
