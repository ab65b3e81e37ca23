import type { VersionState } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import type { HubModel } from '../version.js';

/** The user who changes a model. */
export interface ModelActor {
  readonly id: string;
  readonly isModerator: boolean;
}

export const isCreator = ({ id }: ModelActor, { creatorId }: Pick<HubModel, 'creatorId'>): boolean => creatorId === id;

/** @throws Rejection HUB_MODEL_NOT_FOUND, HUB_NOT_CREATOR */
export function requireCreator(actor: ModelActor, model: HubModel | null): asserts model is HubModel {
  if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
  if (!isCreator(actor, model)) throw new Rejection('HUB_NOT_CREATOR');
}

/** @throws Rejection HUB_MODEL_NOT_FOUND, HUB_NOT_CREATOR */
export function requireModifyRight(actor: ModelActor, model: HubModel | null): asserts model is HubModel {
  if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
  if (!isCreator(actor, model) && !actor.isModerator) throw new Rejection('HUB_NOT_CREATOR');
}

/** By its address or a hash, visitors see only models rated for everyone, and users see all. Lists are stricter. */
export const isVisibleTo = (userId: string | null, { contentRating }: Pick<HubModel, 'contentRating'>): boolean =>
  userId !== null || contentRating === 'everyone';

/**
 * Whether a user may have the files of a version. Every license in use lets those who may see a published version download it; its
 * terms bind them as they bind everyone.
 */
export const canDownload = (
  userId: string | null,
  state: VersionState,
  model: Pick<HubModel, 'contentRating' | 'creatorId'>,
): boolean => {
  if (!isVisibleTo(userId, model)) return false;
  switch (state) {
    case 'published':
      return true;
    case 'unpublished':
      return userId === model.creatorId;
    case 'quarantined':
      return false;
    default:
      return state satisfies never;
  }
};
