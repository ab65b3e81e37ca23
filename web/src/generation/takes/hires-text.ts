import type { Hires } from '@visionary/contract';
import { upscalerLabel } from '@visionary/infotext';
import { t } from '../../shared/i18n/index.js';

/** A second pass in one line. */
export const hiresText = ({ upscaler, scale, steps, strength }: Hires): string =>
  t('generation.hires', { upscaler: upscalerLabel(upscaler), scale, steps, strength });
