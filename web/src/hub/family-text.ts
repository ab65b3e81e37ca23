import type { ModelFamily, ModelFileMetadata } from '@visionary/contract';
import { t } from '../shared/i18n/index.js';

/** The family that a file is for. Empty for an addition whose tensors don't tell it. */
export function familyText({
  kind,
  base,
}: {
  readonly kind: ModelFileMetadata['kind'];
  readonly base: ModelFamily;
}): string {
  const isKnown = base !== 'other' || kind === 'model' || kind === 'lora';
  return isKnown ? t(`hub.bases.${base}`) : '';
}
