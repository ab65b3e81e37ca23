import { type GraphicsCard, readCards, vulkanCards } from '@visionary/graphics-cards';
import type { SessionDevice } from '../sessions/device.js';
import type { Machine, MissingProvider } from './find-providers.js';

type Environment = Readonly<Record<string, string>>;

/** Names of the files with which Vulkan drivers register. */
const DRIVERS: Readonly<Record<GraphicsCard['maker'], string | undefined>> = {
  nvidia: '*nvidia*,*nouveau*',
  amd: '*radeon*,*amd*',
  intel: '*intel*',
  other: undefined,
};

/**
 * What a process needs in its environment, before Vulkan is loaded, to find only the chosen card. The runtime can't choose:
 * WebGPU takes what Vulkan prefers.
 */
export async function selectCard(device: SessionDevice, machine: Machine): Promise<Environment | MissingProvider> {
  const { provider, card: number } = device;
  if (provider !== 'webgpu' || number === undefined) return {};
  if (machine.platform !== 'linux') {
    return {
      provider,
      reason: 'unsupported',
      detail: 'only Linux lets WebGPU use another card than the system prefers',
    };
  }
  const cards = vulkanCards(await readCards(machine.platform, machine.root));
  const card = cards[number];
  if (card?.ids) return vulkanEnvironment(card, card.ids);
  const found = cards.length === 0 ? 'none was found' : `numbers are 0 to ${cards.length - 1}`;
  return { provider, reason: 'noDevice', detail: `there is no card ${number}: ${found}` };
}

/**
 * Loaders and drivers of different age know different variables: the loader chooses drivers since 1.3.234 and devices since
 * 1.4.326, and prefers one before; Mesa’s layer shows only one.
 */
const vulkanEnvironment = (
  { maker }: GraphicsCard,
  { vendor, device }: NonNullable<GraphicsCard['ids']>,
): Environment => ({
  ...(DRIVERS[maker] !== undefined && { VK_LOADER_DRIVERS_SELECT: DRIVERS[maker] }),
  VK_LOADER_VENDOR_ID_FILTER: `0x${vendor}`,
  VK_LOADER_DEVICE_ID_FILTER: `0x${device}`,
  VK_LOADER_DEVICE_SELECT: `0x${vendor}:0x${device}`,
  MESA_VK_DEVICE_SELECT: `${vendor}:${device}!`,
});
