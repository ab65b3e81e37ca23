import type { ModelFamily, ModelFileMetadata } from '@visionary/contract';
import { t } from '../shared/i18n/index.js';

/** The family that a file is for. Empty for an addition whose tensors don't tell it, and for an upscaler. */
export function familyText({
  kind,
  base,
}: {
  readonly kind: ModelFileMetadata['kind'];
  readonly base: ModelFamily;
}): string {
  if (base !== 'other' || kind === 'model') return t(`hub.bases.${base}`);
  return kind === 'lora' ? t('hub.unknownBase') : '';
}
