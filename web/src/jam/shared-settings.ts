import { LIMITS, SCHEDULERS, Settings, type ModelView } from '@visionary/contract';

export type SettingName = keyof Settings;
export const SETTING_NAMES = Object.keys(Settings.shape) as SettingName[];

/** Until a model is known: what every Stable Diffusion export takes. */
const WITHOUT_MODEL: Settings = {
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
 * The settings as the shared map holds them. The map is written by many hands and programs, so each value counts only
 * if it is a legal one; the model's recommendation stands in for the rest.
 */
export function readSettings(shared: ReadonlyMap<string, unknown>, models: readonly ModelView[]): Settings {
  const named = shared.get('model');
  const model = models.find(({ id }) => id === named) ?? models[0];
  const fallback = model?.recommended ?? WITHOUT_MODEL;
  const values = SETTING_NAMES.map((name) => {
    const legal = Settings.shape[name].safeParse(shared.get(name));
    return [name, legal.success ? legal.data : fallback[name]];
  });
  return Object.fromEntries(values) as Settings;
}

/** What changes together when the model does: everything the new one has its own mind about. */
export function settingsFor(model: ModelView): Partial<Settings> {
  const { scheduler, steps, guidance, width, height } = model.recommended;
  return { model: model.id, scheduler, steps, guidance, width, height };
}

/** Sizes to choose from: the model's own, and the present one if somebody set another. */
export function sizesFor(model: ModelView | undefined, now: Pick<Settings, 'width' | 'height'>) {
  const sizes = model?.sizes ?? [];
  const listed = sizes.some(({ width, height }) => width === now.width && height === now.height);
  return listed ? sizes : [...sizes, { width: now.width, height: now.height }];
}

/** The seed somebody typed; empty means a new one each time, and what is no seed is null. */
export function parseSeed(typed: string): number | null {
  const digits = typed.trim();
  if (digits === '' || digits === '-1') return -1;
  if (!/^\d{1,10}$/.test(digits)) return null;
  const seed = Number(digits);
  return seed <= LIMITS.seedMax ? seed : null;
}

/** A seed from 0 to 4 294 967 295. */
export const drawSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
