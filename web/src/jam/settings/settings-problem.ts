import type { ModelView, Settings } from '@visionary/contract';
import type { SettingsProblem } from '../render/render-button-state.js';
import { hiresProblem } from './hires.js';

const OF_HIRES = { init: 'hiresInit', encoder: 'hiresEncoder', tooLarge: 'hiresTooLarge' } as const;

/** Why a take with this init image or second pass would be rejected. */
export function settingsProblem(settings: Settings, model: ModelView | undefined): SettingsProblem | undefined {
  if (settings.init && model && !model.supportsImg2img) return 'initUnsupported';
  const problem = hiresProblem(settings, model);
  return problem ? OF_HIRES[problem] : undefined;
}
