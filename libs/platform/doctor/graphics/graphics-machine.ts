import type { CardUse, GraphicsCard } from '@visionary/graphics-cards';

export type { GraphicsCard };

/** What runs this process, as far as drivers and commands depend on it. */
export type GraphicsSystem = 'linux' | 'wsl' | 'container' | 'windows' | 'macos' | 'other';

/** The graphics of a machine, as the system describes them. */
export interface GraphicsMachine {
  readonly system: GraphicsSystem;
  readonly distribution: 'debian' | 'ubuntu' | 'fedora' | undefined;
  readonly cards: readonly GraphicsCard[];
  /** What each of them is doing. */
  readonly uses: readonly CardUse[];
  /** Vulkan drivers that are installed, whether there is a card for them or not. Linux only. */
  readonly vulkan: readonly VulkanDriver[];
  /** Libraries of CUDA and cuDNN that the system doesn't find. Undefined if unknown, or without a card by NVIDIA. */
  readonly missingCudaLibraries: readonly string[] | undefined;
}

export interface VulkanDriver {
  /** "radeon", or "llvmpipe". */
  readonly name: string;
  /** The processor computes what it draws. */
  readonly isSoftware: boolean;
}
