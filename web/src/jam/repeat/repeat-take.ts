import type { TakeView } from '@visionary/contract';
import { shallowRef } from 'vue';
import type { useTakesStore } from '../../generation/index.js';
import { Rejection } from '../../shared/api/index.js';
import { providerName } from '../../shared/devices.js';
import { nameList } from '../../shared/i18n/index.js';
import { orToast } from '../../shared/use-action.js';

/** The take that the open dialog asks about: what it was rendered on, and what there is. */
export const repeating = shallowRef<{
  readonly take: TakeView;
  readonly renderedOn: string;
  readonly available: string;
} | null>(null);

type TakesStore = ReturnType<typeof useTakesStore>;

/** For a sentence: "CPU", or "NVIDIA GeForce RTX 4070 (CUDA)". */
function deviceText({ provider, device }: Readonly<Record<string, unknown>>): string {
  if (provider === 'cpu') return 'CPU';
  return `${typeof device === 'string' ? device : 'GPU'} (${providerName(String(provider))})`;
}

/** Renders a take again. Where no renderer has its device, the dialog asks first. */
export const repeatTake = (take: TakeView, repeat: TakesStore['repeat']): Promise<void> =>
  orToast(async () => {
    try {
      await repeat({ takeId: take.id });
    } catch (error) {
      if (!(error instanceof Rejection) || error.code !== 'GENERATION_REPEAT_MAY_DIFFER') throw error;
      const { detail } = error;
      const { available } = detail;
      const texts = Array.isArray(available) ? [...new Set(available.map(deviceText))] : [];
      repeating.value = { take, renderedOn: deviceText(detail), available: nameList(texts) };
    }
  });
