import type { HubModel } from '../version.js';

/**
 * Whether a model is there for somebody who comes to it by its own address, or for its files. Visitors find only what is for
 * everybody; whoever is signed in came there on purpose. Lists leave more out.
 */
export const isVisibleTo = (userId: string | null, { contentRating }: Pick<HubModel, 'contentRating'>): boolean =>
  userId !== null || contentRating === 'everyone';
