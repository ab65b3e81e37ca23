import { parseExtraNetworks, promptParts } from '@visionary/infotext';
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
type Sides = Omit<ConditioningEntry, 'untilStep'>;

/** What a prompt is compiled for. */
export interface PromptRun {
  readonly steps: number;
  /** Steps of the passes before. Schedules count them, too. */
  readonly earlierSteps?: number;
  /** Whether guidance needs the negative prompt. A prompt with AND always does. */
  readonly needsNegative: boolean;
  /** The layer of the text encoder that is read, counted from the end. Default 1, the last. */
  readonly clipSkip?: number;
  readonly signal?: AbortSignal | undefined;
}

/** A part of a prompt with its schedule. */
interface ScheduledPart {
  readonly texts: readonly ScheduledText[];
  readonly weight: number;
}

/** Limit for all entries of a run: about 200 chunks of SDXL, 500 of SD 1.x. */
const MAX_PLAN_BYTES = 128 * 1024 * 1024;

/** Each part costs a model call per step. */
export const MAX_PROMPT_PARTS = 8;

/** Compiles prompts to the conditioning of each step. Each distinct text is encoded once. */
export class PromptCompiler {
  private readonly texts: EncodedTexts;

  constructor(private readonly encoder: PromptEncoder) {
    this.texts = new EncodedTexts(encoder);
  }

  /**
   * @throws RenderError RENDER_OUT_OF_RANGE when texts are too many or too long for memory, or the encoder lacks the layer;
   * ModelFolderError when the encoders don't match; the signal's reason when aborted
   */
  async compile({ prompt, negative }: PromptPair, run: PromptRun): Promise<ConditioningPlan> {
    const scheduled = (text: string) => scheduleTexts(text, run.steps, run.earlierSteps);
    const parts = promptParts(parseExtraNetworks(prompt).text).map(({ text, weight }): ScheduledPart => ({
      ...{ texts: scheduled(text), weight },
    }));
    requireFewParts(parts);
    const negativeTexts = run.needsNegative || parts.length > 1 ? scheduled(negative) : undefined;
    const allTexts = [...parts.flatMap(({ texts }) => texts), ...(negativeTexts ?? [])];
    const untilSteps = new Set(allTexts.map(({ untilStep }) => untilStep));
    const encodedSides = new Map<string, Sides>();
    const entries: ConditioningEntry[] = [];
    for (const untilStep of [...untilSteps].sort((a, b) => a - b)) {
      run.signal?.throwIfAborted();
      const texts = parts.map((part) => textUntil(part.texts, untilStep));
      const negativeText = negativeTexts && textUntil(negativeTexts, untilStep);
      const key = JSON.stringify([texts, negativeText]);
      const sides = encodedSides.get(key) ?? (await this.encodeSides(parts, texts, negativeText, run));
      encodedSides.set(key, sides);
      requireMemoryFor(encodedSides);
      entries.push({ untilStep, ...sides });
    }
    return new ConditioningPlan(entries);
  }

  /** Both sides of an entry, the shorter texts padded with empty chunks. */
  private async encodeSides(
    parts: readonly ScheduledPart[],
    texts: readonly string[],
    negative: string | undefined,
    { clipSkip = 1 }: PromptRun,
  ): Promise<Sides> {
    const encoded: Conditioning[] = [];
    for (const text of texts) encoded.push(await this.texts.encode(text, clipSkip));
    const isZero = this.encoder.zeroEmptyNegative && negative?.trim() === '';
    const encodedNegative = negative === undefined || isZero ? undefined : await this.texts.encode(negative, clipSkip);
    const tokens = Math.max(...encoded.map((one) => one.tokens), encodedNegative?.tokens ?? 0);
    const padded: Conditioning[] = [];
    for (const one of encoded) padded.push(await this.padTo(one, tokens, clipSkip));
    const positives = padded.map((text, i) => ({ text, weight: parts[i]!.weight }));
    if (isZero) return { positives, negative: zerosLike(padded[0]!) };
    return { positives, negative: encodedNegative && (await this.padTo(encodedNegative, tokens, clipSkip)) };
  }

  private async padTo(text: Conditioning, tokens: number, clipSkip: number): Promise<Conditioning> {
    if (text.tokens === tokens) return text;
    const { data: empty } = await this.texts.encode('', clipSkip);
    const data = new Float32Array(tokens * text.width);
    data.set(text.data);
    for (let offset = text.data.length; offset < data.length; offset += empty.length) data.set(empty, offset);
    return { ...text, data, tokens };
  }
}

function requireFewParts({ length }: readonly ScheduledPart[]): void {
  if (length <= MAX_PROMPT_PARTS) return;
  const problem = `the prompt has ${length} parts between ANDs`;
  throw new RenderError('RENDER_OUT_OF_RANGE', `${problem}: at most ${MAX_PROMPT_PARTS} are rendered`);
}

/** Alternations in a long prompt can give a long text per step, gigabytes in total. */
function requireMemoryFor(sides: ReadonlyMap<string, Sides>): void {
  let bytes = 0;
  for (const { positives, negative } of sides.values()) {
    bytes += negative?.data.byteLength ?? 0;
    for (const { text } of positives) bytes += text.data.byteLength;
  }
  if (bytes <= MAX_PLAN_BYTES) return;
  const longest = Math.max(...[...sides.values()].map(({ positives }) => positives[0]!.text.tokens));
  const problem = `the prompt expands to ${sides.size} or more different texts of up to ${longest} tokens`;
  throw new RenderError('RENDER_OUT_OF_RANGE', `${problem}: too much for memory. Shorten it or alternate less often`);
}

function textUntil(texts: readonly ScheduledText[], untilStep: number): string {
  return (texts.find((text) => untilStep <= text.untilStep) ?? texts[texts.length - 1]!).text;
}

function zerosLike({ data, tokens, width, pooled }: Conditioning): Conditioning {
  const zeros = { data: new Float32Array(data.length), tokens, width };
  return pooled ? { ...zeros, pooled: new Float32Array(pooled.length) } : zeros;
}
