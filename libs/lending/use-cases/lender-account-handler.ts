import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted, PersonalDataExporters, UserSanctioned } from '@visionary/accounts';
import { DomainEvents, isoTime, UnitOfWork } from '@visionary/kernel';
import { RoomRightsChanged } from '@visionary/rooms';
import type { LentRenderer } from '../domain/lent-renderer.js';
import { LentRendererChanged } from '../domain/lent-renderer.js';
import { OwnLentRenderers } from './own-lent-renderers.js';

/** Exports and deletes a user's lent renderers with the account, and applies what changes their owner's rights. */
@Injectable()
export class LenderAccountHandler implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly exporters: PersonalDataExporters,
    private readonly renderers: OwnLentRenderers,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.exporters.addList('lent-renderers.json', (userId) => this.export(userId));
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.renderers.deleteAll(userId));
    this.events.beforeCommit(UserSanctioned, async ({ userId }) => {
      for (const { id } of await this.renderers.list(userId)) {
        this.unitOfWork.publish(new LentRendererChanged(id, false));
      }
    });
    this.events.beforeCommit(RoomRightsChanged, async ({ roomId, userId, leaveKind }) => {
      if (userId !== null && leaveKind !== null) await this.renderers.leaveRoom(userId, roomId);
    });
  }

  private async *export(userId: string): AsyncIterable<readonly object[]> {
    yield (await this.renderers.list(userId)).map(exported);
  }
}

const exported = ({ ownerId: _owner, createdAt, lastSeenAt, ...renderer }: LentRenderer): object => ({
  ...renderer,
  createdAt: isoTime(createdAt),
  ...(lastSeenAt !== null && { lastSeenAt: isoTime(lastSeenAt) }),
});
