import type { HubKind, HubWeightsKind, RecognizedFile } from '@visionary/contract';
import { Box, Frame, Layers, Maximize2, ScanEye, Spline, TextCursorInput } from '@lucide/vue';

/** One icon for each kind of file. */
export const FILE_ICONS: Record<RecognizedFile['kind'], typeof Box> = {
  ...{ checkpoint: Box, lora: Layers, embedding: TextCursorInput, vae: Frame, controlNet: Spline },
  ...{ upscaler: Maximize2, previewDecoder: ScanEye, textEncoder: TextCursorInput, unknown: Box },
};

const FILE_KINDS: Record<HubKind, RecognizedFile['kind']> = {
  ...{ model: 'checkpoint', lora: 'lora', embedding: 'embedding', vae: 'vae', controlnet: 'controlNet' },
  ...{ upscaler: 'upscaler', weights: 'unknown' },
};

/** The icon of a model in the hub. */
export const hubIcon = ({ kind, weightsKind }: { kind: HubKind; weightsKind?: HubWeightsKind | undefined }) =>
  FILE_ICONS[weightsKind ?? FILE_KINDS[kind]];
