import { LoadTimes } from './load-times.js';
import { StepTimes } from './step-times.js';

/** What was measured on this instance: what places in the line and forecasts are made of. */
export class RenderTimings {
  readonly steps = new StepTimes();
  readonly loads = new LoadTimes();
}
