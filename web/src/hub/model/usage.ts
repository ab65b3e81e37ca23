import type { AdditionKind, ModelFileMetadata } from '@visionary/contract';

/** What a page explains; null for models and LoRAs, which *Try in a room* explains, and for weights that nothing uses. */
export const usageOf = ({
  addition,
  weightsKind,
}: Pick<ModelFileMetadata, 'addition' | 'weightsKind'>): AdditionKind | 'previewDecoder' | null =>
  addition?.kind ?? (weightsKind === 'previewDecoder' ? weightsKind : null);
