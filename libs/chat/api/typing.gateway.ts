import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { CommandReply, UserView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, type Call, Command, type LiveSocket, Presence, roomChannel } from '@visionary/platform/realtime';

interface TypingMessage {
  readonly roomId: string;
  readonly user: UserView;
  readonly socketId: string;
  /** Users in the room who have blocked the typing user, or are blocked. They don't receive it. */
  readonly blockedIds: readonly string[];
}

const TOPIC = 'chat.userTyping';
/** Per socket. The indicator lasts longer, so more frequent messages add nothing. */
const INTERVAL_MS = 1_000;

/** Typing indicators. Never stored; clients hide one after a few seconds. */
@Injectable()
export class TypingGateway implements OnModuleInit {
  private readonly publishedAt = new WeakMap<LiveSocket, number>();

  constructor(
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly presence: Presence,
    private readonly blocks: Blocks,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe<TypingMessage>(TOPIC, ({ roomId, user, socketId, blockedIds }) =>
      this.broadcast.volatileToRoomLocally(roomId, 'chat.userTyping', { roomId, user }, socketId, blockedIds),
    );
  }

  /** @throws Rejection ROOMS_NOT_SUBSCRIBED */
  @Command('chat.startTyping')
  async startTyping(call: Call<'chat.startTyping'>): Promise<CommandReply<'chat.startTyping'>> {
    const { socket } = call;
    const { roomId } = call.payload;
    if (!socket.isIn(roomChannel(roomId))) throw new Rejection('ROOMS_NOT_SUBSCRIBED');
    const now = performance.now();
    if (now - (this.publishedAt.get(socket) ?? -INTERVAL_MS) < INTERVAL_MS) return {};
    this.publishedAt.set(socket, now);
    const user = call.user as UserView;
    const blockedIds = await this.blockedIn(roomId, user);
    this.bus.publish(TOPIC, { roomId, user, socketId: socket.id, blockedIds } satisfies TypingMessage);
    return {};
  }

  private async blockedIn(roomId: string, { id: userId }: UserView): Promise<string[]> {
    const others = this.presence.of(roomId).users.flatMap(({ id }) => (id === userId ? [] : [id]));
    return [...(await this.blocks.blockedAmong(userId, others))];
  }
}
