import { describe, expect, it } from '@jest/globals';
import { readSchedulerConfig, SchedulerConfigError } from './scheduler-config.js';
import { multistepTimesteps, roundHalfEven, trailingTimesteps, integerTimesteps } from './timesteps.js';

const config = (json: Record<string, unknown> = {}) => readSchedulerConfig({ _class_name: 'PNDMScheduler', ...json });

describe('timesteps', () => {
  it('roundHalfEven rounds halves to the even neighbor', () => {
    expect([0.5, 1.5, 2.5, 3.5, 2.4999, 811.5].map(roundHalfEven)).toEqual([0, 2, 2, 4, 2, 812]);
  });

  it('trailingTimesteps counts back from the end, and 16 steps hit exact halves', () => {
    expect(trailingTimesteps(config(), 16).slice(0, 5)).toEqual([999, 937, 874, 811, 749]);
  });

  it.each([61, 103, 121])('trailingTimesteps returns %i steps when requested', (steps) => {
    const timesteps = trailingTimesteps(config(), steps);
    expect(timesteps).toHaveLength(steps);
    expect(Math.min(...timesteps)).toBeGreaterThan(0);
  });

  it('leading spacing uses integer distances, which differ between samplers', () => {
    const sd15 = config({ steps_offset: 1 });
    expect(integerTimesteps(sd15, 4)).toEqual([751, 501, 251, 1]);
    expect(multistepTimesteps(sd15, 4)).toEqual([801, 601, 401, 201]);
  });
});

describe('readSchedulerConfig', () => {
  it('gives absent keys the defaults of the class that wrote the file', () => {
    expect(config().timestepSpacing).toBe('leading');
    expect(readSchedulerConfig({ _class_name: 'EulerDiscreteScheduler' }).timestepSpacing).toBe('linspace');
    expect(readSchedulerConfig({ _class_name: 'DDIMScheduler' })).toMatchObject({
      setAlphaToOne: true,
      clipSampleRange: 1,
    });
  });

  it.each([
    [{ beta_schedule: 'sigmoid' }, 'beta_schedule must be one of linear, scaled_linear'],
    [{ num_train_timesteps: 0 }, 'num_train_timesteps must be a whole number'],
    [{ prediction_type: 5 }, 'prediction_type must be a text, found 5'],
    [{ thresholding: true }, 'thresholding is not supported'],
    [{ use_beta_sigmas: true }, 'use_beta_sigmas is not supported'],
    [{ use_dynamic_shifting: true }, 'use_dynamic_shifting is not supported'],
    [{ timestep_type: 'continuous' }, 'timestep_type must be one of discrete'],
    [{ prediction_type: 'flow_prediction' }, 'prediction_type must be one of epsilon, v_prediction, sample'],
    [{ sigma_max: 700 }, 'sigma_max must be absent, found 700'],
    [{ _class_name: 'FlowMatchEulerDiscreteScheduler' }, 'FlowMatchEulerDiscreteScheduler is flow matching'],
    [{ _class_name: 'EDMEulerScheduler' }, 'EDMEulerScheduler is another kind of sampling'],
  ])('rejects %j and names the key', (json, message) => {
    expect(() => config(json)).toThrow(SchedulerConfigError);
    expect(() => config(json)).toThrow(message);
  });
});
