import type { Provider, ProviderProblem, RendererView } from '@visionary/contract';
import { deviceText as nameOfDevice, providerName } from '../../shared/devices.js';
import { formatNumber, nameList, t } from '../../shared/i18n/index.js';

/** The host of each renderer by id, with a number where a host has several. */
export function rendererNames(renderers: readonly Pick<RendererView, 'id' | 'host'>[]): ReadonlyMap<string, string> {
  const byHost = Map.groupBy(renderers, ({ host }) => host);
  return new Map(
    renderers.map(({ id, host }) => {
      const onHost = byHost.get(host)!;
      const number = onHost.findIndex((one) => one.id === id) + 1;
      return [id, onHost.length > 1 ? t('admin.rendererOfHost', { host, number }) : host];
    }),
  );
}

/** What it computes with: "NVIDIA RTX 4090, CUDA, 24 GB". Empty until it is known. */
export const deviceText = ({ device }: RendererView): string => (device ? nameOfDevice(device) : '');

/** "1.9 s a step at 512 px", of an image as large as a square of that width. */
export function stepText({ step }: RendererView): string {
  if (!step) return '';
  const seconds = formatNumber(Number((step.ms / 1000).toPrecision(2)));
  return t('admin.stepTime', { seconds, side: Math.round(Math.sqrt(step.pixels)) });
}

/** Providers that a renderer does not use for the same reason. `partly`: it uses one, but not for all models. */
export interface ProblemGroup extends Pick<ProviderProblem, 'slowdown'> {
  readonly reason: ProviderProblem['reason'] | 'partly';
  readonly providers: readonly string[];
  /** As the runtime reports it, in English. */
  readonly details: readonly string[];
}

/** @param used what it computes with */
export function groupedProblems(problems: readonly ProviderProblem[], used?: Provider): ProblemGroup[] {
  const reasonOf = ({ provider, reason }: ProviderProblem) =>
    provider === used && reason !== 'fullPrecision' ? 'partly' : reason;
  const groups = Map.groupBy(problems, (problem) => `${reasonOf(problem)} ${problem.slowdown ?? ''}`);
  return [...groups.values()].map((alike) => ({
    reason: reasonOf(alike[0]!),
    slowdown: alike[0]!.slowdown,
    providers: [...new Set(alike.map(({ provider }) => providerName(provider)))],
    details: [...new Set(alike.flatMap(({ detail }) => detail ?? []))],
  }));
}

/** Why a renderer does not use providers, in one sentence. */
export function problemText(renderer: string, { providers, reason, slowdown }: ProblemGroup): string {
  const values = { renderer, provider: nameList(providers) };
  if (reason !== 'tooSlow' || slowdown === undefined) return t(`admin.problems.${reason}`, values);
  const times = formatNumber(slowdown < 10 ? Math.round(slowdown * 10) / 10 : Math.round(slowdown));
  return t('admin.problems.timesSlower', { ...values, times });
}
