import type { AdditionRef, LoraRef, LoadEstimate } from '@visionary/contract';
import { useDebounceFn } from '@vueuse/core';
import { computed, shallowReactive, watch } from 'vue';
import { useModelsStore, useTakesStore } from '../../generation/index.js';
import { formatDuration, t } from '../../shared/i18n/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** The debounce after a change of the models, because a slider changes faster than a response helps. */
const TIMEOUT_MS = 250;
/** The maximum number of parallel requests while a list is scrolled. */
const CONCURRENCY = 4;

/** Load forecasts as text, for the chosen models and those listed. */
export function useLoadForecasts(
  chosen: () => {
    readonly model: string;
    readonly loras: readonly LoraRef[];
    readonly vae: AdditionRef | undefined;
  },
) {
  const [models, takes, socket] = [useModelsStore(), useTakesStore(), useSocket()];
  const forecasts = shallowReactive(new Map<string, LoadEstimate>());

  /** Unknown values are omitted. */
  async function fetch(model: string): Promise<void> {
    const { model: current, loras, vae } = chosen();
    const parts = model === current ? { loras, vae } : {};
    const forecast = await models.forecast(model, parts).catch(() => null);
    if (forecast) forecasts.set(model, forecast);
    else forecasts.delete(model);
  }
  /** Loads unknown forecasts, a few at a time. */
  async function fetchForecasts(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += CONCURRENCY) {
      const unknown = ids.slice(at, at + CONCURRENCY).filter((id) => !forecasts.has(id));
      await Promise.all(unknown.map(fetch));
    }
  }
  /** The list was opened: cached forecasts are outdated. */
  function start(): void {
    for (const id of [...forecasts.keys()].filter((one) => one !== chosen().model)) forecasts.delete(id);
    void models.refresh();
  }
  const fetchSoon = useDebounceFn(() => (chosen().model === '' ? undefined : fetch(chosen().model)), TIMEOUT_MS);

  // A take that started or ended may have loaded or evicted models.
  const drawingTakeId = computed(() => takes.takes.list.find(({ id }) => (takes.progress.get(id)?.step ?? 0) > 0)?.id);
  const endedCount = computed(() => takes.takes.list.filter(({ endedAt }) => endedAt !== undefined).length);
  watch(
    [() => chosen().model, () => chosen().loras, () => chosen().vae, drawingTakeId, endedCount, socket.state],
    fetchSoon,
    {
      immediate: true,
    },
  );

  // The take may have caused a quarantine.
  const failedTakeId = computed(() => takes.takes.list.find(({ status }) => status === 'failed')?.id);
  watch(failedTakeId, () => void models.refresh());
  // A quarantined model was released.
  const isQuarantined = ({ model }: { readonly model: string }) =>
    models.list.some(({ id, quarantined }) => id === model && quarantined);
  const rendersQuarantined = computed(() =>
    takes.takes.list.some(({ status, settings }) => status === 'rendering' && isQuarantined(settings)),
  );
  watch(rendersQuarantined, (is) => void (is && models.refresh()));

  function forecastText(model: string): string {
    const forecast = forecasts.get(model);
    if (!forecast) return '';
    if (forecast.inMemory) return t('jam.forecast.inMemory');
    const time = forecast.loadMs === undefined ? null : formatDuration(forecast.loadMs);
    const load = time ? t('jam.forecast.loads', { time }) : t('jam.forecast.loadsOnce');
    if (forecast.evicts.length === 0) return load;
    const names = forecast.evicts.map((id) => models.titleOf(id)).join(t('app.comma'));
    return t('jam.forecast.evicts', { load, models: names });
  }
  return { forecastText, start, fetchForecasts };
}
