import type { SteerView } from '@visionary/contract';

/** The first step with the new prompt, as the Steer button and the step bar number it. `step` steps were done before. */
export const steeredFrom = ({ step }: Pick<SteerView, 'step'>): number => step + 1;
