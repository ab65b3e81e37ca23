import { Rejection } from '@visionary/kernel';
import type { HubModel } from '../version.js';

/** Who wants to change something. */
export interface Changer {
  readonly id: string;
  /** Whether they look after public things. */
  readonly moderates: boolean;
}

export const isMaker = ({ id }: Changer, { makerId }: Pick<HubModel, 'makerId'>): boolean => makerId === id;

/** @throws Rejection HUB_MODEL_NOT_FOUND, HUB_NOT_YOURS */
export function requireMaker(who: Changer, model: HubModel | null): asserts model is HubModel {
  if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
  if (!isMaker(who, model)) throw new Rejection('HUB_NOT_YOURS');
}

/** @throws Rejection HUB_MODEL_NOT_FOUND, HUB_NOT_YOURS */
export function requireTidy(who: Changer, model: HubModel | null): asserts model is HubModel {
  if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
  if (!isMaker(who, model) && !who.moderates) throw new Rejection('HUB_NOT_YOURS');
}
