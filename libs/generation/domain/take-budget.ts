import type { Settings } from '@visionary/contract';
import type { Size } from './model.js';
import { hiresArea, stepsOf } from './image-work.js';
import type { TakeBudget } from './renderers.js';

/** What a step took, at a size. */
export interface MeasuredSpeed extends Size {
  readonly stepMs: number;
}

export interface BudgetBasis {
  /** By the trial of an uploaded model. */
  readonly trial: MeasuredSpeed | undefined;
  /** By takes of this instance. */
  readonly takes: MeasuredSpeed | undefined;
  /** Of loading the model, if it was measured. */
  readonly loadMs: number | undefined;
  /** Parts of the prompt between ANDs. Each adds a prediction to every step. */
  readonly promptParts?: number;
  /** ControlNets, which are about half a UNet each. */
  readonly controls?: number;
  /** Of an upscaler model, for one image; 0 by default. Undefined if it was never measured. */
  readonly upscaleMs?: number | undefined;
}

export interface BudgetLimits {
  readonly minMs: number;
  readonly maxMs: number;
}

/** Machines differ, and share their time with others. */
const SLACK = 5;
/** Decoding a large image takes as long as many steps. */
const DECODING_STEPS = 20;
/** Takes may raise the estimate of a trial this much. So a model can't become slower bit by bit. */
const MAX_DRIFT = 4;

/** Attention grows with the square of the area. A smaller image counts as large as the measured one. */
const stepMsAt = ({ width, height }: Settings, measured: MeasuredSpeed | undefined): number | undefined =>
  measured && measured.stepMs * Math.max(1, (width * height) / (measured.width * measured.height)) ** 2;

/** How long a take may render, loading included, and why. */
export const takeBudget = (settings: Settings, basis: BudgetBasis, { minMs, maxMs }: BudgetLimits): TakeBudget => {
  const { trial, takes, loadMs = 0, promptParts = 1, controls = 0 } = basis;
  const upscaleMs = 'upscaleMs' in basis ? basis.upscaleMs : 0;
  const [byTrial, byTakes] = [stepMsAt(settings, trial), stepMsAt(settings, takes)];
  const stepMs = byTrial === undefined ? byTakes : Math.max(byTrial, Math.min(byTakes ?? 0, MAX_DRIFT * byTrial));
  if (stepMs === undefined || upscaleMs === undefined) {
    const unknown = stepMs === undefined ? 'model' : 'upscaler';
    return { ms: maxMs, reason: `its ${unknown} was never measured, and no take may render longer` };
  }
  // Attention grows with the square of the area, also in the second pass.
  const steps = stepsOf(settings, (area) => area ** 2);
  // A plain prompt takes two predictions, with the negative prompt.
  const predictions = ((promptParts + 1) / 2) * (1 + controls / 2);
  const imageMs = (steps * predictions + DECODING_STEPS * hiresArea(settings)) * stepMs + upscaleMs;
  const expectedMs = imageMs * settings.batch + loadMs;
  const ms = SLACK * expectedMs;
  if (ms >= maxMs) return { ms: maxMs, reason: 'no take may render longer' };
  if (ms <= minMs) return { ms: minMs, reason: 'every take may render so long' };
  const measured = `${Math.round(steps)} steps of ${Math.round(stepMs)} ms, ${settings.batch} images, and loading`;
  return { ms, reason: `${SLACK} times what was measured for it (${measured})` };
};
