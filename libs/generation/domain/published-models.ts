import type { HubVersionRef } from './hub-version-ref.js';
import type { Lora } from './loras.js';
import type { Manifest } from './manifest.js';
import type { Model } from './model.js';
import type { RenderMetadata } from './render-metadata.js';

/** Port: what the hub offers, as this slice has it. Kept in memory for a moment, however many there are. */
export abstract class PublishedModels {
  /** The newest first, those that are set aside among them. */
  abstract models(): Promise<readonly Model[]>;
  abstract loras(): Promise<readonly Lora[]>;
  /** What whoever renders it brings from the blob store. @returns null where it is gone */
  abstract manifest(origin: HubVersionRef): Promise<Manifest | null>;
  /** What their trials wrote down, of each that was tried. Ask for few: they are long. */
  abstract facts(origins: readonly HubVersionRef[]): Promise<ReadonlyMap<string, RenderMetadata>>;
  /** SHA-256 of a LoRA's file without its header, as other tools name it; null where it is no such file. */
  abstract weightsHash(origin: HubVersionRef): Promise<string | null>;
}
