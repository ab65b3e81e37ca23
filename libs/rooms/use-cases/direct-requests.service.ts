import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Acquaintances } from '@visionary/accounts';
import { LIMITS } from '@visionary/contract';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import type { DirectRequest } from '../domain/room.js';
import { RoomRightsChanged } from '../domain/room-event.js';
import { DirectRooms } from '../storage/direct-rooms.js';

/** Opening a public room joins it, so only a longer stay together makes its members acquainted. */
const TOGETHER_MS = 24 * 3_600_000;
/** Older requests don't count against the limit. */
const COUNTED_MS = 30 * 24 * 3_600_000;

/** First messages between strangers, which wait until their recipient accepts. */
@Injectable()
export class DirectRequestsService implements OnModuleInit {
  constructor(
    private readonly directRooms: DirectRooms,
    private readonly acquaintances: Acquaintances,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.acquaintances.add((senderId, userIds) =>
      this.directRooms.sharingRoom(senderId, userIds, this.clock.now() - TOGETHER_MS),
    );
    this.acquaintances.add((senderId, userIds) => this.directRooms.acceptedWith(senderId, userIds));
  }

  /** Whether messages of the sender need the acceptance of the recipient. */
  async isStranger(senderId: string, recipientId: string): Promise<boolean> {
    return !(await this.acquaintances.whoKnow(senderId, [recipientId])).has(recipientId);
  }

  /**
   * @returns the user whose first messages in a new direct room wait for acceptance, or null
   * @throws Rejection ROOMS_TOO_MANY_REQUESTS { limit }
   */
  async requesterFor(senderId: string, recipientId: string): Promise<string | null> {
    if (!(await this.isStranger(senderId, recipientId))) return null;
    const limit = LIMITS.pendingMessageRequests;
    if ((await this.directRooms.countRequestsBy(senderId, this.clock.now() - COUNTED_MS)) >= limit) {
      throw new Rejection('ROOMS_TOO_MANY_REQUESTS', { limit });
    }
    return senderId;
  }

  /** The pending or declined request of a direct room. */
  find(roomId: string): Promise<DirectRequest | null> {
    return this.directRooms.requestIn(roomId);
  }

  /** Pending and declined requests by room. One query. */
  ofRooms(roomIds: readonly string[]): Promise<ReadonlyMap<string, DirectRequest>> {
    return this.directRooms.requestsIn(roomIds);
  }

  /** Lists the room for the recipient, whose first message it has now. Inside the transaction of the message. */
  announce({ roomId, recipientId }: DirectRequest): void {
    this.unitOfWork.publish(new RoomRightsChanged(roomId, recipientId));
  }

  /** From now on, the two can write to each other. Joins the running transaction, if any. */
  accept(request: DirectRequest): Promise<void> {
    return this.unitOfWork.run(async () => {
      await this.directRooms.accept(request.roomId);
      this.publishChange(request);
    });
  }

  /**
   * Idempotent.
   * @throws Rejection ROOMS_REQUEST_NOT_FOUND for everyone but the recipient
   */
  answer(roomId: string, userId: string, accept: boolean): Promise<void> {
    return this.unitOfWork.run(async () => {
      const request = await this.directRooms.requestIn(roomId);
      if (request?.recipientId !== userId) throw new Rejection('ROOMS_REQUEST_NOT_FOUND');
      if (accept) return this.accept(request);
      await this.directRooms.decline(roomId, this.clock.now());
      this.unitOfWork.publish(new RoomRightsChanged(roomId, userId));
    });
  }

  /** The recipient opens the room again: it is no longer declined. */
  async reopen({ roomId, recipientId, declinedAt }: DirectRequest, userId: string): Promise<void> {
    if (declinedAt !== null && recipientId === userId) await this.directRooms.decline(roomId, null);
  }

  private publishChange({ roomId, requesterId, recipientId }: DirectRequest): void {
    this.unitOfWork.publish(new RoomRightsChanged(roomId, null));
    for (const userId of [requesterId, recipientId]) this.unitOfWork.publish(new RoomRightsChanged(roomId, userId));
  }
}
