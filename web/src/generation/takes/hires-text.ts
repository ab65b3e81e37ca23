import type { Hires, Upscale } from '@visionary/contract';
import { upscalerLabel } from '@visionary/infotext';
import { t } from '../../shared/i18n/index.js';

/** A second pass in one line. `title`: of an upscaler from a file; those built in have names. */
export const hiresText = ({ upscaler, scale, steps, strength }: Hires, title = upscaler): string =>
  t('generation.hires', { upscaler: nameOf(upscaler, title), scale, steps, strength });

/** An upscale in one line, with the size of its result. */
export const upscaleText = (
  { upscaler, scale, width, height }: Pick<Upscale, 'upscaler' | 'scale' | 'width' | 'height'>,
  title = upscaler,
): string => t('generation.upscaled', { upscaler: nameOf(upscaler, title), scale, width, height });

const nameOf = (upscaler: string, title: string): string => (title === upscaler ? upscalerLabel(upscaler) : title);
