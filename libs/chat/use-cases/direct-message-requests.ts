import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { DirectRequestsService } from '@visionary/rooms';
import type { Delivery } from '../domain/message.js';
import { SqlMessages } from '../storage/sql-messages.js';
import { SqlRoomDirectory } from '../storage/sql-room-directory.js';

interface MessageInRoom {
  readonly roomId: string;
  readonly user: { readonly id: string };
  readonly attachments?: readonly string[] | undefined;
  readonly sharedTake?: object | undefined;
}

/** Which messages a direct room takes while its request waits. */
@Injectable()
export class DirectMessageRequests {
  constructor(
    private readonly requests: DirectRequestsService,
    private readonly roomDirectory: SqlRoomDirectory,
    private readonly messages: SqlMessages,
  ) {}

  /**
   * Runs while the room is locked. An answer accepts the request, and so does it when the two are no longer strangers.
   * @throws Rejection ROOMS_REQUEST_PENDING for anything but text, CHAT_REQUEST_LIMIT_REACHED { limit }
   */
  async admit({ roomId, user, attachments = [], sharedTake }: MessageInRoom): Promise<Delivery> {
    if ((await this.roomDirectory.kindOf(roomId)) !== 'direct') return 'usual';
    const request = await this.requests.find(roomId);
    if (!request) return 'usual';
    const { requesterId, recipientId, declinedAt } = request;
    if (user.id !== requesterId || !(await this.requests.isStranger(requesterId, recipientId))) {
      await this.requests.accept(request);
      return 'usual';
    }
    if (attachments.length > 0 || sharedTake) throw new Rejection('ROOMS_REQUEST_PENDING');
    const limit = LIMITS.messagesPerRequest;
    const sent = await this.messages.countBy(roomId, requesterId, limit);
    if (sent >= limit) throw new Rejection('CHAT_REQUEST_LIMIT_REACHED', { limit });
    if (declinedAt !== null) return 'silent';
    this.requests.announce(request);
    return sent === 0 ? 'request' : 'silent';
  }
}
