import { cpus } from 'node:os';
import { cudaCards, type GraphicsCard, readCards, runProgram, vulkanCards } from '@visionary/graphics-cards';
import { isCpu, type SessionDevice } from '../sessions/device.js';
import { hasGraphicsDevice } from './find-providers.js';

export interface DeviceFacts {
  readonly name?: string;
  /** Absent if it computes in main memory, or if unknown. */
  readonly memoryBytes?: number;
}

/** Processors with graphics set a little memory aside, and use main memory beside it. */
const MIN_OWN_BYTES = 2 ** 31;

/** Name and memory of a device, as far as the system tells them. The runtime names no device. */
export async function describeDevice(device: SessionDevice, root = '/', run = runProgram): Promise<DeviceFacts> {
  const processor = cpus()[0]?.model.trim();
  if (isCpu(device) || process.platform === 'darwin') return processor ? { name: processor } : {};
  if (process.platform === 'linux' && !hasGraphicsDevice(root)) return { name: 'software' };
  const card = cardOf(device, await readCards(process.platform, root, run));
  if (!card) return {};
  const { name, memoryBytes = 0 } = card;
  return { name, ...(memoryBytes >= MIN_OWN_BYTES && { memoryBytes }) };
}

/** The card that a device is. Without a number, WebGPU prefers the one with the most memory of its own. */
function cardOf({ provider, card }: SessionDevice, cards: readonly GraphicsCard[]): GraphicsCard | undefined {
  if (provider === 'cuda' || provider === 'tensorrt') return cudaCards(cards)[card ?? 0];
  // DirectML counts cards in an order of its own.
  if (provider === 'dml') return cards.length === 1 ? cards[0] : undefined;
  const found = vulkanCards(cards);
  if (card !== undefined) return found[card];
  return found.toSorted((a, b) => (b.memoryBytes ?? 0) - (a.memoryBytes ?? 0))[0];
}
