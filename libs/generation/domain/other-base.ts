import type { Lora } from './loras.js';
import type { Model } from './model.js';

/** Makers may say what they like of a base; the shapes decide, and this only says why they do not match. */
export const isOfAnotherBase = ({ hub }: Lora, { family }: Model): boolean =>
  hub !== undefined && hub.base !== family && ![hub.base, family].includes('other');
