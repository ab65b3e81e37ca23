import type { AdditionKind } from '@visionary/contract';
import type { Addition } from './additions.js';
import type { HubVersionRef } from './hub-version-ref.js';
import type { Lora } from './loras.js';
import type { Manifest } from './manifest.js';
import type { Model } from './model.js';
import type { RenderMetadata } from './render-metadata.js';

/** Port: models, LoRAs, and other additions of the hub. Lists are cached. */
export abstract class PublishedModels {
  /** Newest first, quarantined ones included. */
  abstract models(): Promise<readonly Model[]>;
  abstract loras(): Promise<readonly Lora[]>;
  abstract additions(kind: AdditionKind): Promise<readonly Addition[]>;
  /** @returns null if the version was deleted */
  abstract manifest(version: HubVersionRef): Promise<Manifest | null>;
  /** Metadata from trials, by version id. Long: request few. */
  abstract metadata(versions: readonly HubVersionRef[]): Promise<ReadonlyMap<string, RenderMetadata>>;
  /** SHA-256 of a LoRA's file without its header, as other tools name it; null for other files. */
  abstract weightsHash(version: HubVersionRef): Promise<string | null>;
}
