import type { SeedStatus } from '@visionary/contract';
import { useIntervalFn } from '@vueuse/core';
import { reactive, shallowRef, watch } from 'vue';
import { useModelsStore } from '../../generation/index.js';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { t } from '../../shared/i18n/index.js';
import { useSessionStore } from '../../shared/session/index.js';

export type SetupStep = 'admin' | 'name' | 'samples' | 'model' | 'address' | 'invite';
export type Setup = ReturnType<typeof useSetup>;

const SAMPLES_INTERVAL_MS = 2_000;

/** What the steps of the setup show and change. */
export function useSetup() {
  const [session, models] = [useSessionStore(), useModelsStore()];
  const { name = '', about = '' } = session.instance;
  const form = reactive({ name, about });
  const samples = shallowRef<SeedStatus>();
  void models.load();

  async function loadSamples(): Promise<void> {
    samples.value = await call('seedStatus').catch((error: unknown) => void toRejection(error));
  }
  const { pause, resume } = useIntervalFn(loadSamples, SAMPLES_INTERVAL_MS, { immediate: false });
  watch(samples, (status) => (status?.isAdding ? resume() : pause()));
  void loadSamples();

  function summaryOf(step: SetupStep): string {
    switch (step) {
      case 'admin':
        return session.me?.name ?? '';
      case 'name':
        return session.instanceName;
      case 'samples':
        return samples.value?.images ? t('setup.samples.added', samples.value.images) : t('setup.samples.none');
      case 'model':
        return models.list.map(({ title }) => title).join(t('app.comma'));
      case 'address':
        return location.host;
      case 'invite':
        return '';
      default:
        return step satisfies never;
    }
  }

  return {
    form,
    samples,
    models,
    summaryOf,
    /** @throws Rejection */
    async save(): Promise<void> {
      session.setInstance(await call('updateInstance', { body: { name: form.name, about: form.about } }));
    },
    /** @throws Rejection */
    addSamples: async () => void (samples.value = await call('addSeed')),
    /** @throws Rejection */
    removeSamples: async () => void (samples.value = await call('removeSeed')),
  };
}
