import type { DeviceTrial, SessionDevice } from '@visionary/diffusion';

export interface TrialRequest {
  readonly device: SessionDevice;
  readonly threads: number;
  readonly isTimed: boolean;
}

export type TrialReport = { readonly trial: DeviceTrial } | { readonly failure: string };
