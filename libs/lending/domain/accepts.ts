import type { LentRenderer } from './lent-renderer.js';
import { isQuiet } from './quiet-hours.js';

/** A take that waits, as far as the rules of lent renderers concern it. */
export interface OfferedTake {
  readonly id: string;
  readonly authorId: string;
  readonly roomId: string;
  /** Whether the room lets lent renderers render its takes. */
  readonly roomAllowsLent: boolean;
  /** Id of its model. */
  readonly model: string;
  /** A sample of a published model. It belongs to no room and to no user. */
  readonly isSample: boolean;
}

type Rules = Pick<LentRenderer, 'ownerId' | 'state' | 'isDraining' | 'audience' | 'roomIds' | 'models' | 'quietHours'>;

/** Whether a lent renderer may render a take at `now`. */
export const accepts = (renderer: Rules, take: OfferedTake, now: number): boolean =>
  renderer.state === 'accepted' &&
  !renderer.isDraining &&
  (renderer.models === null || renderer.models.includes(take.model)) &&
  isForAudience(renderer, take) &&
  !(renderer.quietHours !== null && isQuiet(renderer.quietHours, now));

const isForAudience = ({ audience, roomIds, ownerId }: Rules, take: OfferedTake): boolean => {
  if (take.isSample) return audience === 'everyone';
  if (!take.roomAllowsLent) return false;
  if (audience === 'owner') return take.authorId === ownerId;
  return audience === 'everyone' || roomIds.includes(take.roomId);
};
