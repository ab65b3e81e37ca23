import type { Provider, RenderedOn } from '@visionary/contract';
import { isInMemory, loadedMemoryKey } from './loras.js';
import type { MeasuredDevice } from './render-timings.js';
import type { RendererStatus } from './renderers.js';

interface LoadingTake {
  readonly id: string;
  readonly memoryKey: string;
}

/** Memory keys of a renderer's pool, most recently used first. A model that is being loaded counts as loaded. */
export const loadedKeysOf = ({ pool, attempt }: RendererStatus, running: readonly LoadingTake[]): string[] => {
  const loading = running.find(({ id }) => id === attempt?.takeId)?.memoryKey;
  const keys = (pool?.entries ?? []).map(loadedMemoryKey);
  return loading === undefined ? keys : [loading, ...keys.filter((key) => key !== loading)];
};

/** The processor, until a renderer has reported another one. */
export const providerOf = ({ device }: Pick<RendererStatus, 'device'>): Provider => device?.provider ?? 'cpu';

/**
 * The order in which idle renderers choose their next take: a device that is used is faster than the processor, and a renderer of
 * the instance is more certain than a lent one. All of them choose, so nobody waits longer.
 */
export const fastestFirst = (renderers: readonly RendererStatus[]): RendererStatus[] => {
  const rank = (renderer: RendererStatus): number =>
    (providerOf(renderer) === 'cpu' ? 2 : 0) + (renderer.lender ? 1 : 0);
  return renderers.toSorted((a, b) => rank(a) - rank(b));
};

/** What its takes are rendered on. */
export const renderedOnOf = (renderer: Pick<RendererStatus, 'device'>): RenderedOn => {
  const provider = providerOf(renderer);
  const name = provider === 'cpu' ? undefined : renderer.device?.name;
  return { provider, ...(name !== undefined && { device: name }) };
};

/** What the times of its takes count for. */
export const measuredDeviceOf = (renderer: Pick<RendererStatus, 'device' | 'lender'>): MeasuredDevice => ({
  ...renderedOnOf(renderer),
  lentBy: renderer.lender?.id,
});

/** Whether both compute the same bytes, as far as their names are known. */
export const isSameDevice = (one: RenderedOn, other: RenderedOn): boolean =>
  one.provider === other.provider &&
  (one.device === other.device || one.device === undefined || other.device === undefined);

/** Providers that a model crashed on. */
export interface ProviderFailures {
  readonly quarantined: ReadonlySet<Provider>;
  /** The quarantined ones, and those that it crashed on once. */
  readonly failed: ReadonlySet<Provider>;
}

const NO_FAILURES: ProviderFailures = { quarantined: new Set(), failed: new Set() };

interface RenderableTake {
  readonly model: string;
  /** A renderer crashed during it. */
  readonly wasLost?: boolean;
}

/**
 * Whether a renderer may claim a take. A model that no renderer has, or that is quarantined for all of them, fails on any of
 * them, with a reason. A take that lost its renderer is tried with another provider, if there is one.
 */
export const canRender = (
  id: string,
  renderers: readonly RendererStatus[],
  { model, wasLost = false }: RenderableTake,
  { quarantined, failed }: ProviderFailures = NO_FAILURES,
): boolean => {
  const all = renderers.filter(({ models }) => models?.includes(model) ?? true);
  const holders = all.filter(({ state }) => state !== 'unavailable');
  if (holders.length === 0) return true;
  const isAllowed = (renderer: RendererStatus) => !quarantined.has(providerOf(renderer));
  const allowed = holders.filter(isAllowed);
  // One that restarts is waited for.
  if (allowed.length === 0) return !all.some(isAllowed);
  const others = wasLost ? allowed.filter((renderer) => !failed.has(providerOf(renderer))) : [];
  return (others.length > 0 ? others : allowed).some((renderer) => renderer.id === id);
};

/** The renderer of this instance that the queue would choose: one with the model and LoRAs loaded, else an idle one, else any. */
export const preferredRenderer = (
  memoryKey: string,
  renderers: readonly RendererStatus[],
): RendererStatus | undefined =>
  firstByLoaded(renderers, (renderer) => isInMemory(loadedKeysOf(renderer, []), memoryKey));

/** The renderer of this instance to ask about a model: one with the model loaded with any LoRAs, else an idle one, else any. */
export const suitableRenderer = (renderers: readonly RendererStatus[], model: string): RendererStatus | undefined =>
  firstByLoaded(renderers, ({ pool }) => pool?.entries.some(({ modelName }) => modelName === model) ?? false);

const firstByLoaded = (
  renderers: readonly RendererStatus[],
  isLoaded: (renderer: RendererStatus) => boolean,
): RendererStatus | undefined => {
  const rank = (renderer: RendererStatus): number => {
    if (isLoaded(renderer)) return 0;
    return renderer.state === 'idle' ? 1 : 2;
  };
  return renderers
    .filter(({ state, lender }) => !lender && (state === 'idle' || state === 'rendering'))
    .sort((a, b) => rank(a) - rank(b))[0];
};
