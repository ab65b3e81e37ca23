import type { Lora } from './loras.js';
import type { Model } from './model.js';

/** Creators may say what they like of a base; the shapes decide, and this only says why they do not match. */
export const hasDifferentBase = ({ hub }: Lora, { family }: Model): boolean =>
  hub !== undefined && hub.base !== family && ![hub.base, family].includes('other');
