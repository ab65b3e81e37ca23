import { z } from 'zod';

/** What a renderer computes with, named as its runtime's execution providers. */
export const Provider = z.enum(['cpu', 'webgpu', 'cuda', 'tensorrt', 'dml', 'coreml']);
export type Provider = z.infer<typeof Provider>;

/** Why a renderer does not use a provider that was considered. */
export const ProviderProblem = z
  .strictObject({
    provider: Provider,
    /**
     * `unsupported`: not on this system. `notInstalled`: a library is missing. `noDevice`: no card or driver was found.
     * `tooSlow`: a step takes longer than on the processor. `failed`: it was tried and failed.
     * `fullPrecision`: it is used, but checkpoints of 16 bits are computed with 32.
     */
    reason: z.enum(['unsupported', 'notInstalled', 'noDevice', 'tooSlow', 'failed', 'fullPrecision']),
    /** As the runtime reports it, in English. */
    detail: z.string().max(500).optional(),
    /** How many times as long a step takes as on the processor. */
    slowdown: z.number().optional(),
  })
  .meta({ id: 'ProviderProblem' });
export type ProviderProblem = z.infer<typeof ProviderProblem>;

/** Why a renderer gets no takes: the person at its machine paused it, or another program uses its card. */
export const PauseReason = z.enum(['owner', 'busyCard']);
export type PauseReason = z.infer<typeof PauseReason>;

/** What a take was rendered with. */
export const RenderedOn = z
  .strictObject({
    provider: Provider,
    /** Name of the card. Absent if unknown, or if it was the processor. */
    device: z.string().max(200).optional(),
  })
  .meta({ id: 'RenderedOn' });
export type RenderedOn = z.infer<typeof RenderedOn>;

/** The name of a device that a driver imitates with the processor. */
export const SOFTWARE_DEVICE = 'software';

/** What a renderer computes with, and why it uses nothing faster. */
export const DeviceView = z
  .strictObject({
    provider: Provider,
    /** Of the card or processor. Absent if unknown. */
    name: z.string().max(200).optional(),
    /** Absent if it computes in main memory, or if unknown. */
    memoryBytes: z.number().optional(),
    problems: z.array(ProviderProblem).max(10),
  })
  .meta({ id: 'Device' });
export type DeviceView = z.infer<typeof DeviceView>;

/** A setting of a renderer: `auto`, a provider, or a provider with the number of a card. */
export interface ProviderSetting {
  readonly provider: Provider | 'auto';
  readonly card?: number;
}

/** Providers that can choose a card. */
const WITH_CARDS: readonly string[] = ['cuda', 'tensorrt', 'dml', 'webgpu'];

export const PROVIDER_SETTINGS = `auto, ${Provider.options.join(', ')}; ${WITH_CARDS.join(', ')} also with the number of a card, such as cuda:1`;

/** @returns undefined if it is none of PROVIDER_SETTINGS */
export function parseProviderSetting(text: string): ProviderSetting | undefined {
  const [, name = '', card] = /^([a-z]+)(?::(\d{1,2}))?$/.exec(text.trim()) ?? [];
  const provider = z.enum(['auto', ...Provider.options]).safeParse(name).data;
  if (provider === undefined || (card !== undefined && !WITH_CARDS.includes(provider))) return undefined;
  return { provider, ...(card !== undefined && { card: Number(card) }) };
}
