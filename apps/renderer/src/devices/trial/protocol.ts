import type { DeviceTrial, SessionDevice } from '@visionary/diffusion';

export interface TrialRequest {
  readonly device: SessionDevice;
  readonly threads: number;
  readonly isTimed: boolean;
  /** Variables with which it is tried. */
  readonly environment?: Readonly<Record<string, string>>;
}

export type TrialReport = { readonly trial: DeviceTrial } | { readonly failure: string };
