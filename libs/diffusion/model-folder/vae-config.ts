import type { LatentRgb } from '../previews/latent-rgb.js';
import type { JsonObject } from './json-file.js';
import type { ModelFamily } from './unet-config.js';
import { ModelFolderError } from '../errors.js';
import { readCount, readDownsampling, readJsonObjectIfAny, invalidValueError } from './json-file.js';

/** Values of the VAE config about its latents. */
export interface VaeConfig {
  /** Pixels per latent cell in each direction: 2^(number of blocks - 1). */
  readonly spatialFactor: number;
  readonly latentChannels: number;
  /** Before decoding, latents are divided by this, and `shiftFactor` is added. */
  readonly scalingFactor: number;
  readonly shiftFactor: number;
  /** Linear preview factors from the model's own config. */
  readonly latentRgb: LatentRgb | undefined;
}

/** Known VAEs have 4 to 128. */
const MAX_CHANNELS = 256;

const FILE = 'vae_decoder/config.json';
const EXPECTED = 'the config.json that an AutoencoderKL export writes beside its graph';

/** The VAE of all Stable Diffusion models. Exports without a config use it. */
const DEFAULT_CONFIG: JsonObject = { block_out_channels: [128, 256, 512, 512], latent_channels: 4 };

/** Default of the family, for configs without `scaling_factor`. */
const DEFAULT_SCALING_FACTORS = { sd1: 0.18215, sd2: 0.18215, sdxl: 0.13025, other: 0.18215 } as const;

/** @throws ModelFolderError */
export async function readVaeConfig(dir: string, family: ModelFamily): Promise<VaeConfig> {
  const json = (await readJsonObjectIfAny(dir, FILE, EXPECTED)) ?? DEFAULT_CONFIG;
  const spatialFactor = readDownsampling(json, FILE);
  if (!spatialFactor) throw missingKeyError('block_out_channels');
  const latentChannels = readCount(json, 'latent_channels', FILE, MAX_CHANNELS);
  if (!latentChannels) throw missingKeyError('latent_channels');
  return {
    spatialFactor,
    latentChannels,
    scalingFactor: readFactor(json, 'scaling_factor', DEFAULT_SCALING_FACTORS[family]),
    shiftFactor: readFactor(json, 'shift_factor', 0),
    latentRgb: readLatentRgb(json, latentChannels),
  };
}

function readFactor(json: JsonObject, key: string, defaultValue: number): number {
  const value = json[key] ?? defaultValue;
  if (typeof value === 'number' && Number.isFinite(value) && (value !== 0 || key === 'shift_factor')) return value;
  throw invalidValueError(FILE, key, value, 'a number other than 0');
}

const missingKeyError = (key: string) =>
  new ModelFolderError('FILE_UNREADABLE', FILE, `${key} is missing`, EXPECTED, { reasonKey: 'missingKey', key });

function readLatentRgb(json: JsonObject, channels: number): LatentRgb | undefined {
  const factors = json.latent_rgb_factors;
  if (factors === undefined || factors === null) return undefined;
  const bias = json.latent_rgb_bias ?? [0, 0, 0];
  const isValid = isMatrix(factors, channels) && isRow(bias);
  if (isValid) return { factors, bias };
  throw new ModelFolderError(
    'FILE_UNREADABLE',
    FILE,
    'latent_rgb_factors or latent_rgb_bias has a wrong shape',
    `${channels} rows of three numbers, and three numbers`,
    { reasonKey: 'invalidValue', key: 'latent_rgb_factors', value: '?' },
  );
}

function isRow(value: unknown): value is readonly [number, number, number] {
  return Array.isArray(value) && value.length === 3 && value.every((one) => Number.isFinite(one));
}

function isMatrix(value: unknown, rows: number): value is readonly (readonly [number, number, number])[] {
  return Array.isArray(value) && value.length === rows && value.every(isRow);
}
