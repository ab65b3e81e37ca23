import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import type { LentRendererView, UserView } from '@visionary/contract';
import { Renderers, type RendererStatus } from '@visionary/generation';
import type { LentRenderer } from '../domain/lent-renderer.js';

/** Joins lent renderers with what their programs do at the moment. */
@Injectable()
export class LentRendererPresenter {
  constructor(
    private readonly users: Users,
    private readonly connected: Renderers,
  ) {}

  async present(renderers: readonly LentRenderer[]): Promise<LentRendererView[]> {
    const owners = await this.users.byIds(renderers.map(({ ownerId }) => ownerId));
    return renderers.map((one) =>
      viewOf(one, owners.get(one.ownerId) ?? { id: one.ownerId, name: '' }, this.activityOf(one)),
    );
  }

  /** Of the busiest, if its program lends several cards. */
  private activityOf({ id }: LentRenderer): LentRendererView['activity'] {
    const activities = this.connected.list().flatMap((one) => (one.lender?.id === id ? [activityOf(one)] : []));
    return ACTIVITIES.find((activity) => activities.includes(activity)) ?? 'offline';
  }
}

/** The one that matters most comes first. */
const ACTIVITIES = ['rendering', 'idle', 'starting', 'busyCard', 'paused', 'unavailable'] as const;

const activityOf = ({ state, pausedBy }: RendererStatus): LentRendererView['activity'] => {
  if (state === 'rendering' || !pausedBy) return state;
  return pausedBy === 'owner' ? 'paused' : 'busyCard';
};

const viewOf = (renderer: LentRenderer, owner: UserView, activity: LentRendererView['activity']): LentRendererView => {
  const { id, name, audience, roomIds, models, memoryMiB, quietHours, reason, lastSeenAt, device } = renderer;
  return {
    id,
    owner,
    rules: { name, audience, roomIds: [...roomIds], models: models && [...models], memoryMiB, quietHours },
    state: renderer.state,
    ...(reason !== '' && { reason }),
    isDraining: renderer.isDraining,
    activity,
    createdAt: renderer.createdAt,
    ...(lastSeenAt !== null && { lastSeenAt }),
    ...(device && { device }),
    takes: renderer.takes,
    renderMs: renderer.renderMs,
  };
};
