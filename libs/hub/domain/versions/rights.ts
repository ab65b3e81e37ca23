import { Rejection } from '@visionary/kernel';
import type { HubModel } from '../version.js';

/** Who wants to change something. */
export interface ModelActor {
  readonly id: string;
  /** Whether they look after public things. */
  readonly isModerator: boolean;
}

export const isCreator = ({ id }: ModelActor, { creatorId }: Pick<HubModel, 'creatorId'>): boolean => creatorId === id;

/** @throws Rejection HUB_MODEL_NOT_FOUND, HUB_NOT_CREATOR */
export function requireCreator(who: ModelActor, model: HubModel | null): asserts model is HubModel {
  if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
  if (!isCreator(who, model)) throw new Rejection('HUB_NOT_CREATOR');
}

/** @throws Rejection HUB_MODEL_NOT_FOUND, HUB_NOT_CREATOR */
export function requireModifyRight(who: ModelActor, model: HubModel | null): asserts model is HubModel {
  if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
  if (!isCreator(who, model) && !who.isModerator) throw new Rejection('HUB_NOT_CREATOR');
}
