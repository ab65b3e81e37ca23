import type { Hires } from '@visionary/contract';
import { upscalerLabel } from '@visionary/infotext';
import { t } from '../../shared/i18n/index.js';

/** A second pass in one line. `title`: of an upscaler from a file; those built in have names. */
export const hiresText = ({ upscaler, scale, steps, strength }: Hires, title = upscaler): string =>
  t('generation.hires', { upscaler: title === upscaler ? upscalerLabel(upscaler) : title, scale, steps, strength });
