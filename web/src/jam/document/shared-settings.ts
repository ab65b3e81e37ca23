import { LIMITS, SCHEDULERS, Settings, type ModelView, type TakeSettings } from '@visionary/contract';

export type SettingName = keyof Settings;
export const SETTING_NAMES = Object.keys(Settings.shape) as SettingName[];

/** Structured settings are stored as JSON, because the map takes plain values only. */
const AS_JSON: readonly string[] = ['init', 'hires', 'controls', 'loras', 'embeddings', 'vae'] satisfies SettingName[];

/** A setting as stored in the map. */
export const encodeSetting = (name: string, value: unknown): unknown =>
  AS_JSON.includes(name) ? JSON.stringify(value) : value;

function fromShared(name: string, value: unknown): unknown {
  if (!AS_JSON.includes(name) || typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** Defaults until a model is known; every Stable Diffusion export accepts them. */
const DEFAULT_SETTINGS: Settings = {
  model: '',
  scheduler: SCHEDULERS[0],
  steps: 20,
  guidance: 7,
  width: 512,
  height: 512,
  seed: -1,
  batch: 1,
};

/**
 * Settings from the shared map. Other clients may write anything, so invalid values fall back to the model's
 * recommended ones.
 */
export function readSettings(shared: ReadonlyMap<string, unknown>, models: readonly ModelView[]): Settings {
  const named = shared.get('model');
  const model = models.find(({ id }) => id === named) ?? models[0];
  const fallback = model?.recommended ?? DEFAULT_SETTINGS;
  const values = SETTING_NAMES.map((name) => {
    const legal = Settings.shape[name].safeParse(fromShared(name, shared.get(name)));
    return [name, legal.success ? legal.data : fallback[name]];
  });
  return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as Settings;
}

/** A complete set of settings: absent ones are cleared. An upscale is no setting of a room. */
export const completeSettings = ({ upscale: _upscale, ...settings }: TakeSettings): Partial<Settings> => ({
  ...(Object.fromEntries(SETTING_NAMES.map((name) => [name, undefined])) as Partial<Settings>),
  ...settings,
});

/**
 * The settings with which a model renders a text from noise: sampler, steps, guidance, and size, and nothing that would add to the
 * text.
 */
export const fromNoise = ({ model, scheduler, steps, guidance, width, height, clipSkip }: Settings): Settings => ({
  model,
  scheduler,
  steps,
  guidance,
  width,
  height,
  seed: -1,
  batch: 1,
  ...(clipSkip === undefined ? {} : { clipSkip }),
});

type Size = Pick<Settings, 'width' | 'height'>;

/** The nearest side that a model supports, in pixels. */
export function clampSide(pixels: number, model: ModelView | undefined): number {
  const multiple = Math.max(8, model?.sizeMultiple ?? 8);
  const { min, max } = LIMITS.sidePixels;
  const side = Math.round(pixels / multiple) * multiple;
  return Math.min(Math.floor(max / multiple) * multiple, Math.max(Math.ceil(min / multiple) * multiple, side));
}

/** The size for an init image: its aspect ratio, and about the native pixel count of the model. */
export function closestSize(image: Size, model: ModelView | undefined): Size {
  const own = model?.sizes[0] ?? model?.recommended ?? DEFAULT_SETTINGS;
  const isOwn = model?.sizes.some(({ width, height }) => width === image.width && height === image.height);
  const scale = isOwn ? 1 : Math.sqrt((own.width * own.height) / (image.width * image.height));
  return { width: clampSide(image.width * scale, model), height: clampSide(image.height * scale, model) };
}

/** Parses a typed seed. Empty means random; an invalid one is null. */
export function parseSeed(typed: string): number | null {
  const digits = typed.trim();
  if (digits === '' || digits === '-1') return -1;
  if (!/^\d{1,10}$/.test(digits)) return null;
  const seed = Number(digits);
  return seed <= LIMITS.seedMax ? seed : null;
}

/** A random seed from 0 to 4 294 967 295. */
export const randomSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
