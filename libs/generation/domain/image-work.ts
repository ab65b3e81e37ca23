import { finalSize, isBuiltInUpscaler, type RenderedOn, type Settings, type TakeSettings } from '@visionary/contract';

/** A render request, as far as its time depends on it. */
export interface TakeShape {
  readonly settings: TakeSettings;
  /** Of the prompt, between ANDs. 1 by default. */
  readonly promptParts?: number | undefined;
}

export interface MeasuredTake extends TakeShape {
  /** Of the whole take: all images, decoding included. */
  readonly renderMs: number;
  /** Of loading the model; 0 if it was in memory, undefined if it was not measured. */
  readonly loadMs?: number | undefined;
  /** The processor by default. */
  readonly renderedOn?: RenderedOn | undefined;
  /** Id of the lent renderer that rendered it. */
  readonly lentBy?: string | undefined;
}

/** What one pass over an image computes. */
export interface PassWork {
  readonly pixels: number;
  /** Steps of the UNet as if each were for a prompt and the negative one, two predictions. */
  readonly steps: number;
  /** The same for all ControlNets together. */
  readonly controlSteps: number;
}

/** What one image of a take computes. */
export interface ImageWork {
  readonly first: PassWork;
  readonly second: PassWork | undefined;
  /** A model that enlarges the image between the passes. */
  readonly upscaler: { readonly id: string; readonly pixels: number } | undefined;
}

/** At a guidance scale up to 1, a prompt without parts needs no negative one. */
const predictionsOf = ({ guidance }: Settings, promptParts: number): number =>
  guidance > 1 || promptParts > 1 ? promptParts + 1 : 1;

/** An init image skips the first steps. */
const firstSteps = ({ steps, init }: Settings): number => Math.max(1, init ? Math.floor(steps * init.strength) : steps);

/** Steps during which each ControlNet applies, together. */
const controlStepsOf = ({ controls = [] }: Settings, steps: number): number => {
  const shares = controls.map(({ weight, start, end }) => (weight === 0 ? 0 : Math.max(0, end - start)));
  return steps * shares.reduce((sum, share) => sum + share, 0);
};

export const imageWork = ({ settings, promptParts = 1 }: TakeShape): ImageWork => {
  const { width, height, hires } = settings;
  const final = finalSize(settings);
  const passOf = (pixels: number, steps: number): PassWork => {
    const scale = predictionsOf(settings, promptParts) / 2;
    return { pixels, steps: steps * scale, controlSteps: controlStepsOf(settings, steps) * scale };
  };
  const pixels = width * height;
  return {
    first: passOf(pixels, firstSteps(settings)),
    second: hires && passOf(final.width * final.height, hires.steps),
    upscaler: hires && !isBuiltInUpscaler(hires.upscaler) ? { id: hires.upscaler, pixels } : undefined,
  };
};

/** How many times as large as in the first pass an image is in the second. */
export const hiresArea = (settings: Settings): number => {
  const { width, height } = finalSize(settings);
  return (width * height) / (settings.width * settings.height);
};

/**
 * Steps that run. Those of a second pass count as many times as each takes.
 * @param growth how the time of a step grows with the area
 */
export const stepsOf = (settings: Settings, growth = (area: number): number => area): number =>
  firstSteps(settings) + (settings.hires ? settings.hires.steps * growth(hiresArea(settings)) : 0);

export const measuredStepMs = ({ settings, renderMs }: MeasuredTake): number =>
  renderMs / (stepsOf(settings) * settings.batch);
