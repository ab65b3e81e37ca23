import type { LoraTag } from './extra-networks.js';
import type { Infotext } from './infotext.js';
import type { SamplerName } from './samplers.js';
import { parseExtraNetworks } from './extra-networks.js';
import { PROMPT_PREFIX_KEY, NEGATIVE_SUFFIX_KEY, stripPromptPrefix } from './prompt-prefix.js';
import { findSampler } from './samplers.js';

/** A LoRA of an infotext, with the short hash of its file if given. */
export interface ParsedLora extends LoraTag {
  readonly hash?: string;
}

/** A second pass ("hires fix"). */
export interface ParsedHires {
  /** The name in the infotext. */
  readonly upscaler: string;
  readonly scale: number;
  readonly steps: number;
  readonly strength: number;
}

/** An embedding of an infotext by its word in the prompts, with the short hash of its file if given. */
export interface ParsedEmbedding {
  readonly name: string;
  readonly hash?: string;
}

/** A VAE of an infotext: the name of its file without the extension, and the short hash. */
export interface ParsedVae {
  readonly name?: string;
  readonly hash?: string;
}

/**
 * The parts of an infotext that can be rendered again. Absent values are undefined. Only the valid range of each type
 * is checked, no limits of a model.
 */
export interface ParsedSettings {
  /** Without tags, and without prompt prefix and negative suffix. */
  readonly prompt: string;
  readonly negative: string;
  readonly scheduler?: SamplerName;
  readonly steps?: number;
  readonly guidance?: number;
  readonly seed?: number;
  readonly width?: number;
  readonly height?: number;
  /** Denoising strength. Has no effect without an init image. */
  readonly strength?: number;
  readonly eta?: number;
  readonly hires?: ParsedHires;
  /** The layer of the text encoder, counted from the end. */
  readonly clipSkip?: number;
  readonly model?: { readonly name?: string; readonly hash?: string };
  readonly loras: readonly ParsedLora[];
  readonly embeddings?: readonly ParsedEmbedding[];
  /** Absent if it is the model's own. */
  readonly vae?: ParsedVae;
  /** Unsupported parts: unknown pairs and tags, and invalid values. */
  readonly unsupported: readonly { readonly key: string; readonly value: string }[];
}

type MutableSettings = { -readonly [Key in keyof ParsedSettings]?: ParsedSettings[Key] };
type ValueReader = (value: string, settings: MutableSettings) => boolean;

const readNumber =
  (
    key: 'steps' | 'guidance' | 'seed' | 'width' | 'height' | 'strength' | 'eta' | 'clipSkip',
    fits: (value: number) => boolean,
  ): ValueReader =>
  (value, settings) => {
    const number = Number(value);
    if (value.trim() === '' || !fits(number)) return false;
    settings[key] = number;
    return true;
  };
const WEIGHTS = /\.(safetensors|ckpt|pt)$/i;
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value > 0;
const isShare = (value: number): boolean => value >= 0 && value <= 1;

const READERS: Readonly<Record<string, ValueReader>> = {
  Steps: readNumber('steps', isCount),
  'CFG scale': readNumber('guidance', (value) => Number.isFinite(value) && value >= 0),
  Seed: readNumber('seed', (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32),
  'Size-1': readNumber('width', isCount),
  'Size-2': readNumber('height', isCount),
  'Denoising strength': readNumber('strength', isShare),
  Eta: readNumber('eta', isShare),
  Model: (name, settings) => Boolean((settings.model = { ...settings.model, name })),
  'Model hash': (hash, settings) => Boolean((settings.model = { ...settings.model, hash })),
  VAE: (name, settings) => {
    const isOwn = ['none', 'automatic'].includes(name.toLowerCase());
    return isOwn || Boolean((settings.vae = { ...settings.vae, name: name.replace(WEIGHTS, '') }));
  },
  'VAE hash': (hash, settings) => Boolean((settings.vae = { ...settings.vae, hash })),
  'TI hashes': (text, settings) => {
    settings.embeddings = [...hashesOf(text)].map(([name, hash]) => ({ name, ...(hash !== '' && { hash }) }));
    return settings.embeddings.length > 0;
  },
  // The last layer is the default.
  'Clip skip': (value, settings) => value === '1' || readNumber('clipSkip', isCount)(value, settings),
  // Noise is generated as on the CPU.
  RNG: (value) => value === 'CPU',
  Version: () => true,
};
const READ_SEPARATELY = ['Sampler', 'Schedule type', 'Lora hashes', PROMPT_PREFIX_KEY, NEGATIVE_SUFFIX_KEY];
const HIRES = {
  ...{ scale: 'Hires upscale', steps: 'Hires steps', upscaler: 'Hires upscaler' },
  ...{ width: 'Hires resize-1', height: 'Hires resize-2' },
} as const;
const DEFAULT_HIRES_STRENGTH = 0.7;

/** Reads settings from an infotext, as close as this engine can reproduce them. */
export function settingsFromInfotext({ prompt, negative, parameters }: Infotext): ParsedSettings {
  const pairs = new Map(parameters);
  const settings: MutableSettings = {};
  const unsupported: { key: string; value: string }[] = [];
  const hires = readHires(pairs);
  const hiresKeys: readonly string[] = hires ? Object.values(HIRES) : [];
  for (const [key, value] of pairs) {
    if (hiresKeys.includes(key)) continue;
    const reader = Object.hasOwn(READERS, key) ? READERS[key] : undefined;
    if (READ_SEPARATELY.includes(key) || isSecondSide(key, pairs) || reader?.(value, settings)) continue;
    unsupported.push(unsupportedPair(key, value, pairs));
  }
  if (hires) {
    settings.hires = hires;
    delete settings.strength;
  }
  const [sampler, scheduleType] = [pairs.get('Sampler'), pairs.get('Schedule type')];
  const parsedSampler = sampler === undefined ? undefined : findSampler(sampler, scheduleType);
  if (sampler !== undefined && !parsedSampler) unsupported.push({ key: 'Sampler', value: sampler });
  if (scheduleType !== undefined && !parsedSampler?.isScheduleSupported) {
    unsupported.push({ key: 'Schedule type', value: scheduleType });
  }
  const tagged = parseExtraNetworks(prompt);
  unsupported.push(...tagged.otherTags.map((value) => ({ key: 'Prompt', value })));
  const hashes = hashesOf(pairs.get('Lora hashes') ?? '');
  const loras = tagged.loras.map((lora) => {
    const hash = hashes.get(lora.name);
    return hash === undefined ? lora : { ...lora, hash };
  });
  const promptPrefix = {
    prefix: pairs.get(PROMPT_PREFIX_KEY) ?? '',
    negativeSuffix: pairs.get(NEGATIVE_SUFFIX_KEY) ?? '',
  };
  const prompts = stripPromptPrefix({ prompt: tagged.text.trim(), negative }, promptPrefix);
  return { ...settings, ...(parsedSampler && { scheduler: parsedSampler.name }), ...prompts, loras, unsupported };
}

/**
 * Without steps of its own, the second pass has as many as the first.
 * @returns undefined when there is none, or it has invalid values
 */
function readHires(pairs: ReadonlyMap<string, string>): ParsedHires | undefined {
  const numberOf = (key: string) => Number(pairs.get(key) ?? NaN);
  const byWidth = numberOf(HIRES.width) / numberOf('Size-1');
  const scale = pairs.has(HIRES.scale) ? numberOf(HIRES.scale) : byWidth;
  const steps = numberOf(HIRES.steps) || numberOf('Steps');
  const strength = pairs.has('Denoising strength') ? numberOf('Denoising strength') : DEFAULT_HIRES_STRENGTH;
  if (!(scale > 0 && Number.isFinite(scale)) || !isCount(steps) || !isShare(strength)) return undefined;
  return { upscaler: pairs.get(HIRES.upscaler) ?? 'Latent', scale, steps, strength };
}

/** Reports an unknown size once, as it was written. */
function unsupportedPair(
  key: string,
  value: string,
  pairs: ReadonlyMap<string, string>,
): { key: string; value: string } {
  const height = key.endsWith('-1') && !READERS[key] ? pairs.get(key.replace(/-1$/, '-2')) : undefined;
  return height === undefined ? { key, value } : { key: key.slice(0, -2), value: `${value}x${height}` };
}

function isSecondSide(key: string, pairs: ReadonlyMap<string, string>): boolean {
  return key.endsWith('-2') && !READERS[key] && pairs.has(key.replace(/-2$/, '-1'));
}

/** Parses `name: hash, name: hash`. */
function hashesOf(text: string): Map<string, string> {
  return new Map(
    text.split(',').flatMap((pair) => {
      const colon = pair.lastIndexOf(':');
      return colon > 0 ? [[pair.slice(0, colon).trim(), pair.slice(colon + 1).trim()] as const] : [];
    }),
  );
}
