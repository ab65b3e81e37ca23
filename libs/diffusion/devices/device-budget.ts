import { type ProviderName, type SessionDevice } from '../sessions/device.js';

const GIBIBYTE = 2 ** 30;
/** The rest is for the runtime, and for the screen. */
const SHARE = 0.85;
/** Of a card whose memory is unknown. */
const CAREFUL_BYTES = 4 * GIBIBYTE;
/** Providers of cards with memory of their own. WebGPU also runs on graphics that share the main memory. */
const ON_CARDS: readonly ProviderName[] = ['cuda', 'tensorrt', 'dml'];

/**
 * Bytes for models in the memory of a device.
 * @param settingMiB 0: chosen here
 * @param memoryBytes of the device, if known
 * @returns undefined if it computes in main memory
 */
export function deviceBudget(
  { provider }: SessionDevice,
  settingMiB: number,
  memoryBytes: number | undefined,
  platform = process.platform,
): number | undefined {
  if (provider === 'cpu') return undefined;
  if (settingMiB > 0) return settingMiB * 2 ** 20;
  if (memoryBytes !== undefined) return Math.floor(memoryBytes * SHARE);
  return ON_CARDS.includes(provider) || platform === 'win32' ? CAREFUL_BYTES : undefined;
}
