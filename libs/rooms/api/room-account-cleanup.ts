import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { Sanctions } from '../domain/sanctions.js';
import { LeaveAllRooms } from '../use-cases/manage/leave-all-rooms.js';

/** An account goes, and its belonging to rooms with it, in the same transaction. */
@Injectable()
export class RoomAccountCleanup implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly leaveAllRooms: LeaveAllRooms,
    private readonly sanctions: Sanctions,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(AccountDeleted, async ({ userId, at }) => {
      await this.leaveAllRooms.run(userId, at);
      await this.sanctions.forget(userId);
    });
  }
}
