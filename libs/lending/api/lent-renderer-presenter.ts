import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import type { LentRendererView, UserView } from '@visionary/contract';
import { ModelCatalog, Renderers, type RendererStatus } from '@visionary/generation';
import { Clock } from '@visionary/kernel';
import type { LentRenderer } from '../domain/lent-renderer.js';
import { isQuiet } from '../domain/quiet-hours.js';

/** What the program of a renderer does. */
type Doing = Pick<LentRendererView, 'activity' | 'model' | 'isQuiet' | 'lastSeenAt' | 'device'>;

/** Joins lent renderers with what their programs do at the moment. */
@Injectable()
export class LentRendererPresenter {
  constructor(
    private readonly users: Users,
    private readonly connected: Renderers,
    private readonly models: ModelCatalog,
    private readonly clock: Clock,
  ) {}

  async present(renderers: readonly LentRenderer[]): Promise<LentRendererView[]> {
    const owners = await this.users.byIds(renderers.map(({ ownerId }) => ownerId));
    const titles = new Map((await this.models.list()).map(({ id, title }) => [id, title]));
    return renderers.map((one) =>
      viewOf(one, owners.get(one.ownerId) ?? { id: one.ownerId, name: '' }, this.doingOf(one, titles)),
    );
  }

  private doingOf({ id, quietHours, lastSeenAt, device }: LentRenderer, titles: ReadonlyMap<string, string>): Doing {
    // One for each card that its program lends.
    const all = this.connected.list().filter(({ lender }) => lender?.id === id);
    const [status] = all.toSorted((a, b) => ACTIVITIES.indexOf(activityOf(a)) - ACTIVITIES.indexOf(activityOf(b)));
    const model = status?.attempt?.model;
    // What is stored lags behind.
    const seenAt = status ? this.clock.now() : lastSeenAt;
    const reported = status?.device ?? device;
    return {
      activity: status ? activityOf(status) : 'offline',
      ...(model !== undefined && { model: titles.get(model) ?? model }),
      isQuiet: quietHours !== null && isQuiet(quietHours, this.clock.now()),
      ...(seenAt !== null && { lastSeenAt: seenAt }),
      ...(reported && { device: reported }),
    };
  }
}

/** The one that matters most comes first. */
const ACTIVITIES: readonly LentRendererView['activity'][] = [
  ...(['rendering', 'idle', 'starting', 'busyCard', 'paused', 'unavailable'] as const),
];

const activityOf = ({ state, pausedBy }: RendererStatus): LentRendererView['activity'] => {
  if (state === 'rendering' || !pausedBy) return state;
  return pausedBy === 'owner' ? 'paused' : 'busyCard';
};

const viewOf = (renderer: LentRenderer, owner: UserView, doing: Doing): LentRendererView => {
  const { id, name, audience, roomIds, models, memoryMiB, quietHours, reason } = renderer;
  return {
    id,
    owner,
    rules: { name, audience, roomIds: [...roomIds], models: models && [...models], memoryMiB, quietHours },
    state: renderer.state,
    ...(reason !== '' && { reason }),
    isDraining: renderer.isDraining,
    ...doing,
    createdAt: renderer.createdAt,
    takes: renderer.takes,
    renderMs: renderer.renderMs,
  };
};
