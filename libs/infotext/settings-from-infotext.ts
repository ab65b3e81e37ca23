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
  readonly model?: { readonly name?: string; readonly hash?: string };
  readonly loras: readonly ParsedLora[];
  /** Unsupported parts: unknown pairs and tags, and invalid values. */
  readonly unsupported: readonly { readonly key: string; readonly value: string }[];
}

type Found = { -readonly [Key in keyof ParsedSettings]?: ParsedSettings[Key] };
type Take = (value: string, found: Found) => boolean;

const number =
  (
    key: 'steps' | 'guidance' | 'seed' | 'width' | 'height' | 'strength' | 'eta',
    fits: (value: number) => boolean,
  ): Take =>
  (value, found) => {
    const read = Number(value);
    if (value.trim() === '' || !fits(read)) return false;
    found[key] = read;
    return true;
  };
const count = (value: number): boolean => Number.isSafeInteger(value) && value > 0;
const share = (value: number): boolean => value >= 0 && value <= 1;

const TAKERS: Readonly<Record<string, Take>> = {
  Steps: number('steps', count),
  'CFG scale': number('guidance', (value) => Number.isFinite(value) && value >= 0),
  Seed: number('seed', (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32),
  'Size-1': number('width', count),
  'Size-2': number('height', count),
  'Denoising strength': number('strength', share),
  Eta: number('eta', share),
  Model: (name, found) => Boolean((found.model = { ...found.model, name })),
  'Model hash': (hash, found) => Boolean((found.model = { ...found.model, hash })),
  // Only 1 is supported: the last layer of the text encoder.
  'Clip skip': (value) => value === '1',
  // Noise is generated as on the CPU.
  RNG: (value) => value === 'CPU',
  Version: () => true,
};
const READ_TOGETHER = ['Sampler', 'Schedule type', 'Lora hashes', PROMPT_PREFIX_KEY, NEGATIVE_SUFFIX_KEY];

/** Reads settings from an infotext, as close as this engine can reproduce them. */
export function settingsFromInfotext({ prompt, negative, parameters }: Infotext): ParsedSettings {
  const pairs = new Map(parameters);
  const found: Found = {};
  const unsupported: { key: string; value: string }[] = [];
  for (const [key, value] of pairs) {
    const take = Object.hasOwn(TAKERS, key) ? TAKERS[key] : undefined;
    if (READ_TOGETHER.includes(key) || isSecondSide(key, pairs) || take?.(value, found)) continue;
    unsupported.push(asWritten(key, value, pairs));
  }
  const [sampler, scheduleType] = [pairs.get('Sampler'), pairs.get('Schedule type')];
  const known = sampler === undefined ? undefined : findSampler(sampler, scheduleType);
  if (sampler !== undefined && !known) unsupported.push({ key: 'Sampler', value: sampler });
  if (scheduleType !== undefined && !known?.hasSchedule) {
    unsupported.push({ key: 'Schedule type', value: scheduleType });
  }
  const tagged = parseExtraNetworks(prompt);
  unsupported.push(...tagged.otherTags.map((value) => ({ key: 'Prompt', value })));
  const hashes = hashesOf(pairs.get('Lora hashes') ?? '');
  const loras = tagged.loras.map((lora) => {
    const hash = hashes.get(lora.name);
    return hash === undefined ? lora : { ...lora, hash };
  });
  const house = { prefix: pairs.get(PROMPT_PREFIX_KEY) ?? '', negativeSuffix: pairs.get(NEGATIVE_SUFFIX_KEY) ?? '' };
  const typed = stripPromptPrefix({ prompt: tagged.text.trim(), negative }, house);
  return { ...found, ...(known && { scheduler: known.name }), ...typed, loras, unsupported };
}

/** Reports an unknown size once, as it was written. */
function asWritten(key: string, value: string, pairs: ReadonlyMap<string, string>): { key: string; value: string } {
  const second = key.endsWith('-1') && !TAKERS[key] ? pairs.get(key.replace(/-1$/, '-2')) : undefined;
  return second === undefined ? { key, value } : { key: key.slice(0, -2), value: `${value}x${second}` };
}

function isSecondSide(key: string, pairs: ReadonlyMap<string, string>): boolean {
  return key.endsWith('-2') && !TAKERS[key] && pairs.has(key.replace(/-2$/, '-1'));
}

/** Parses `name: hash, name: hash`. */
function hashesOf(text: string): Map<string, string> {
  return new Map(
    text.split(',').flatMap((pair) => {
      const at = pair.lastIndexOf(':');
      return at > 0 ? [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const] : [];
    }),
  );
}
