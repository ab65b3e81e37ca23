import type { ModelDescription } from '@visionary/diffusion';

const FAMILIES = {
  sd1: 'Stable Diffusion 1',
  sd2: 'Stable Diffusion 2',
  sdxl: 'Stable Diffusion XL',
  other: 'custom Stable Diffusion architecture',
} as const;

export const familyName = ({ family }: ModelDescription): string => FAMILIES[family];
