/** A graphics card, as the system describes it. */
export interface GraphicsCard {
  readonly name: string;
  readonly maker: 'nvidia' | 'amd' | 'intel' | 'other';
  /** Of its driver: name, and version if known. Absent without a driver. */
  readonly driver?: string;
  /** `hidden`: it is not passed to this container. `forbidden`: this user may not open it. */
  readonly access: 'usable' | 'hidden' | 'forbidden';
  /** Its place on the PCI bus, such as `0000:01:00.0`. Absent where the system doesn't say. */
  readonly address?: string;
  /** PCI ids of vendor and device, four hexadecimal digits each. */
  readonly ids?: { readonly vendor: string; readonly device: string };
  /** Of its own. Graphics of processors set a little aside, and use main memory beside it. */
  readonly memoryBytes?: number;
  /** The files that programs open to compute with it. */
  readonly devices?: readonly string[];
}

/** What one program does on a card. */
export interface ProgramUse {
  readonly pid: number;
  /** Share of the time in which it computes, up to 1. Absent if unknown. */
  readonly busy?: number;
  readonly memoryBytes?: number;
}

/** What a card is doing. What the system doesn't tell is absent. */
export interface CardUse {
  readonly memoryBytes?: number;
  readonly usedBytes?: number;
  /** Share of the time in which it computes for any program, up to 1. */
  readonly busy?: number;
  /** Those that this user may see. */
  readonly programs?: readonly ProgramUse[];
}

/** Cards that a driver has. A virtual machine may have another one. */
const withDriver = (cards: readonly GraphicsCard[]): readonly GraphicsCard[] =>
  cards.filter(({ driver }) => driver !== undefined);

/** Cards in the order in which settings count them for WebGPU: that of the bus. */
export const vulkanCards = (cards: readonly GraphicsCard[]): readonly GraphicsCard[] => withDriver(cards);

/** Cards as CUDA and TensorRT count them, which is how `nvidia-smi` does. */
export const cudaCards = (cards: readonly GraphicsCard[]): readonly GraphicsCard[] =>
  withDriver(cards).filter(({ driver }) => driver?.startsWith('nvidia'));

/** Entries of RENDERER_PROVIDER that choose a card, such as `cuda:0` and `webgpu:1`. The fastest comes first. */
export function settingsOf(card: GraphicsCard, cards: readonly GraphicsCard[]): string[] {
  const numbers = {
    cuda: cudaCards(cards).indexOf(card),
    // Vulkan's devices are told apart by their place on the bus.
    webgpu: card.address === undefined ? -1 : vulkanCards(cards).indexOf(card),
  };
  return Object.entries(numbers).flatMap(([provider, number]) => (number < 0 ? [] : [`${provider}:${number}`]));
}
