import type { ModelFamily } from '../model-folder/unet-config.js';

/** Families whose checkpoints are read. */
export type CheckpointFamily = Exclude<ModelFamily, 'other'>;

/** What a UNet was trained to predict. */
export interface Prediction {
  readonly prediction: 'epsilon' | 'v_prediction';
  /** The last timestep is pure noise (Lin et al. 2024). */
  readonly zeroTerminalSnr: boolean;
}
