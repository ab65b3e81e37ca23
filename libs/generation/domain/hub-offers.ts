import type { Lora } from './loras.js';
import type { Manifest } from './manifest.js';
import type { Model, ModelFamily } from './model.js';
import type { RenderFacts } from './render-facts.js';

/** The version of the hub behind a model or a LoRA. Times in ms since 1970. */
export interface HubOrigin {
  readonly modelId: string;
  readonly versionId: string;
  readonly label: string;
  readonly makerId: string;
  /** What it was made for. */
  readonly base: ModelFamily;
  /** What takes record as its hash: of a model's folder, of a LoRA's file. */
  readonly hash: string;
  readonly bytes: number;
  /** It crashed or hung what loaded it. */
  readonly isSetAside: boolean;
  readonly at: number;
}

/** Port: what the hub offers, as this slice has it. Kept in memory for a moment, however many there are. */
export abstract class HubOffers {
  /** The newest first, those that are set aside among them. */
  abstract models(): Promise<readonly Model[]>;
  abstract loras(): Promise<readonly Lora[]>;
  /** What whoever renders it brings from the blob store. @returns null where it is gone */
  abstract manifest(origin: HubOrigin): Promise<Manifest | null>;
  /** What their trials wrote down, of each that was tried. Ask for few: they are long. */
  abstract facts(origins: readonly HubOrigin[]): Promise<ReadonlyMap<string, RenderFacts>>;
  /** SHA-256 of a LoRA's file without its header, as other tools name it; null where it is no such file. */
  abstract weightsHash(origin: HubOrigin): Promise<string | null>;
}
