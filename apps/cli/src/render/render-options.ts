import { SCHEDULER_NAMES, schedulerLabels } from '@visionary/diffusion';
import { findUpscaler } from '@visionary/infotext';
import { readArguments } from '../read-arguments.js';
import { UsageError } from '../usage-error.js';
import {
  CONTROL_OPTIONS,
  type ControlOption,
  readControlFiles,
  readControls,
  type WeightedFile,
} from './control-options.js';
import { readLoraFiles, readLoras } from './lora-options.js';

/** Absent options default to the model's recommended settings, or to the generation data of --reproduce. */
export interface RenderOptions {
  readonly model?: string;
  readonly prompt?: string;
  readonly negative?: string;
  readonly output?: string;
  readonly reproduce?: string;
  readonly steps?: number;
  readonly guidance?: number;
  readonly seed?: number;
  readonly size?: { readonly width: number; readonly height: number };
  readonly scheduler?: string;
  readonly batch?: number;
  readonly eta?: number;
  readonly 'clip-skip'?: number;
  /** Factor of the second pass. */
  readonly hires?: number;
  readonly 'hires-steps'?: number;
  readonly 'hires-strength'?: number;
  /** A built-in one, or a file or name. */
  readonly 'hires-upscaler'?: string;
  readonly strength?: number;
  readonly init?: string;
  readonly mask?: string;
  /** Also those of the tags of the prompt. */
  readonly loras: readonly WeightedFile[];
  /** Empty with --reproduce, which knows them. */
  readonly controls: readonly ControlOption[];
  readonly controlFiles: { readonly nets: readonly string[]; readonly images: readonly string[] };
  readonly embeddings: readonly string[];
  readonly vae?: string;
  readonly json: boolean;
}

const OPTIONS = {
  model: { type: 'string', short: 'm' },
  prompt: { type: 'string', short: 'p' },
  negative: { type: 'string', short: 'n' },
  output: { type: 'string', short: 'o' },
  reproduce: { type: 'string' },
  steps: { type: 'string' },
  guidance: { type: 'string' },
  seed: { type: 'string' },
  size: { type: 'string' },
  scheduler: { type: 'string' },
  batch: { type: 'string' },
  eta: { type: 'string' },
  'clip-skip': { type: 'string' },
  hires: { type: 'string' },
  'hires-steps': { type: 'string' },
  'hires-strength': { type: 'string' },
  'hires-upscaler': { type: 'string' },
  strength: { type: 'string' },
  init: { type: 'string' },
  mask: { type: 'string' },
  ...CONTROL_OPTIONS,
  lora: { type: 'string', multiple: true },
  embedding: { type: 'string', multiple: true },
  vae: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const HIRES_OPTIONS = ['hires-steps', 'hires-strength', 'hires-upscaler'] as const;

/** Options that --reproduce reads from the image. */
const RECORDED_OPTIONS =
  'prompt negative steps guidance seed size scheduler batch eta clip-skip hires hires-steps hires-strength strength control-start control-end'.split(
    ' ',
  );
const MAX_SIDE = 2048;

/** @throws UsageError about the first invalid option */
export function readRenderOptions(args: readonly string[]): RenderOptions {
  const values = parse(args);
  const options: RenderOptions = {
    ...textOptions(values),
    ...numberOptions(values),
    ...(values.size !== undefined && { size: sizeOf(values.size) }),
    ...(values.scheduler !== undefined && { scheduler: schedulerOf(values.scheduler) }),
    loras:
      values.reproduce === undefined
        ? readLoras(values.lora ?? [], values.prompt ?? '')
        : readLoraFiles(values.lora ?? []),
    controls: values.reproduce === undefined ? readControls(values) : [],
    controlFiles: readControlFiles(values),
    embeddings: values.embedding ?? [],
    json: values.json === true,
  };
  rejectConflicts(options, Object.keys(values));
  return options;
}

type ParsedValues = ReturnType<typeof parse>;

function parse(args: readonly string[]) {
  return readArguments({ args: [...args], options: OPTIONS }).values;
}

function textOptions(values: ParsedValues) {
  const { model, prompt, negative, output, reproduce, init, mask, vae, 'hires-upscaler': upscaler } = values;
  const options = { model, prompt, negative, output, reproduce, init, mask, vae, 'hires-upscaler': upscaler };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function numberOptions(values: ParsedValues) {
  return {
    ...numberOption(values, 'steps', 1, 150, true),
    ...numberOption(values, 'guidance', 0, 30),
    ...numberOption(values, 'seed', 0, 2 ** 32 - 1, true),
    ...numberOption(values, 'batch', 1, 64, true),
    ...numberOption(values, 'eta', 0, 1),
    ...numberOption(values, 'clip-skip', 1, 12, true),
    ...numberOption(values, 'strength', 0, 1),
    ...numberOption(values, 'hires', 1, 4),
    ...numberOption(values, 'hires-steps', 1, 100, true),
    ...numberOption(values, 'hires-strength', 0.1, 1),
  };
}

type NumberName =
  | 'steps'
  | 'guidance'
  | 'seed'
  | 'batch'
  | 'eta'
  | 'clip-skip'
  | 'strength'
  | 'hires'
  | 'hires-steps'
  | 'hires-strength';

function numberOption<K extends NumberName>(
  values: ParsedValues,
  name: K,
  min: number,
  max: number,
  isInteger = false,
): Partial<Record<K, number>> {
  const text = values[name];
  if (text === undefined) return {};
  const value = text.trim() === '' ? NaN : Number(text);
  if (!(value >= min && value <= max) || (isInteger && !Number.isInteger(value))) {
    throw new UsageError(`--${name} takes a ${isInteger ? 'whole ' : ''}number from ${min} to ${max}, not "${text}".`);
  }
  return { [name]: value } as Record<K, number>;
}

function sizeOf(text: string): { width: number; height: number } {
  const sides = /^(\d+)[x×](\d+)$/i.exec(text);
  const [width, height] = [Number(sides?.[1]), Number(sides?.[2])];
  const fits = (side: number) => side >= 8 && side <= MAX_SIDE && side % 8 === 0;
  if (!fits(width) || !fits(height)) {
    throw new UsageError(`--size takes sides that are multiples of 8 up to ${MAX_SIDE}, as in 512x768, not "${text}".`);
  }
  return { width, height };
}

/** Accepts all common names of a scheduler; case and punctuation are ignored. */
function schedulerOf(text: string): string {
  const found = SCHEDULER_NAMES.find((name) => namesOf(name).some((alias) => normalize(alias) === normalize(text)));
  if (found) return found;
  const labels = SCHEDULER_NAMES.map((name) => schedulerLabels(name).label).join(', ');
  throw new UsageError(`Unknown scheduler "${text}". Available: ${labels}.`);
}

function namesOf(name: (typeof SCHEDULER_NAMES)[number]): string[] {
  const { label, sampler, scheduleType } = schedulerLabels(name);
  return [name, label, scheduleType ? `${sampler} ${scheduleType}` : sampler];
}

const normalize = (name: string) =>
  name
    .toLowerCase()
    .replaceAll('++', 'pp')
    .replaceAll(/[^a-z0-9]/g, '');

function rejectConflicts(options: RenderOptions, optionNames: readonly string[]): void {
  const { reproduce, model, prompt, output, init, mask, strength } = options;
  if (output === '') throw new UsageError('-o takes a file name.');
  if (reproduce !== undefined) {
    // An upscaler model is a file, which may have to be given.
    const isBuiltIn = findUpscaler(options['hires-upscaler'] ?? '')?.isExact === true;
    const recorded = isBuiltIn ? [...RECORDED_OPTIONS, 'hires-upscaler'] : RECORDED_OPTIONS;
    const conflict = optionNames.find((name) => recorded.includes(name));
    if (conflict) throw new UsageError(`--reproduce reads --${conflict} from the image. Leave it out.`);
    return;
  }
  if (model === undefined) throw new UsageError('Choose a model with -m.');
  if (prompt === undefined) throw new UsageError('Add a prompt with -p.');
  const orphan = HIRES_OPTIONS.find((name) => options[name] !== undefined);
  if (orphan && options.hires === undefined) throw new UsageError(`--${orphan} needs a second pass: --hires N.`);
  if (options.hires !== undefined && init !== undefined) {
    throw new UsageError('--hires needs noise to start from: leave out --init.');
  }
  if (init === undefined && (mask !== undefined || strength !== undefined)) {
    throw new UsageError(`--${mask === undefined ? 'strength' : 'mask'} needs an init image: --init FILE.`);
  }
}
