import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ListUserStandings } from '@visionary/accounts';
import type { LentRendererState } from '@visionary/contract';
import { Clock } from '@visionary/kernel';
import { Inbox, type Notification, Notifications } from '@visionary/notifications';
import type { LentRenderer } from '../domain/lent-renderer.js';

const KINDS = ['lentRendererWaiting', 'lentRendererAccepted', 'lentRendererBanned'] as const;

/** The renderer at the time of the notification. */
interface Facts {
  readonly name: string;
  readonly text: string;
}

/** Notifies admins of renderers that wait, and owners of decisions, inside the transaction of the change. */
@Injectable()
export class LentRendererNotifier implements OnModuleInit {
  constructor(
    private readonly inbox: Inbox,
    private readonly notifications: Notifications,
    private readonly standings: ListUserStandings,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.inbox.register(KINDS, async () => ({ subjectId, facts }: Notification) => {
      const { name, text } = facts as Facts;
      return { renderer: { id: subjectId ?? '', name }, text };
    });
  }

  async notifyAdmins({ id: subjectId, ownerId: actorId, name }: LentRenderer): Promise<void> {
    const staff = await this.standings.staff();
    const adminIds = [...staff].filter(([, role]) => role === 'admin').map(([id]) => id);
    const shared = { kind: 'lentRendererWaiting', actorId, subjectId, facts: { name, text: '' } } as const;
    await this.notifications.publish(adminIds.map((userId) => ({ ...shared, userId, at: this.clock.now() })));
  }

  /** Draining is no decision about the owner. */
  async notifyOwner(renderer: LentRenderer, before: LentRendererState, byId: string | null): Promise<void> {
    const { id: subjectId, ownerId: userId, name, state, reason: text } = renderer;
    if (state === before || state === 'pending') return;
    const kind = state === 'accepted' ? 'lentRendererAccepted' : 'lentRendererBanned';
    const facts = { name, text };
    const actor = byId === null ? {} : { actorId: byId };
    await this.notifications.publish([{ kind, userId, ...actor, subjectId, facts, at: this.clock.now() }]);
    // Once it is decided, no other admin needs to read these.
    await this.notifications.markSubjectRead(subjectId, ['lentRendererWaiting']);
  }

  async withdraw(rendererId: string): Promise<void> {
    await this.notifications.withdraw({ aboutIds: [rendererId] });
  }
}
