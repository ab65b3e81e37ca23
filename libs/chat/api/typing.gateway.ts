import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { CommandReply, UserView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, type Call, Command, type LiveSocket, Presence, roomChannel } from '@visionary/platform/realtime';

interface TypingNews {
  readonly roomId: string;
  readonly user: UserView;
  readonly socketId: string;
  /** Those in the room who do not hear of it: either has blocked the other. */
  readonly blockedIds: readonly string[];
}

const TOPIC = 'chat.userTyping';
/** What is said more often tells nothing new. */
const EVERY_MS = 1_000;

/** Who writes just now. Kept nowhere, and forgotten by whoever hears it after a few seconds. */
@Injectable()
export class TypingGateway implements OnModuleInit {
  private readonly toldAt = new WeakMap<LiveSocket, number>();

  constructor(
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly presence: Presence,
    private readonly blocks: Blocks,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe<TypingNews>(TOPIC, ({ roomId, user, socketId, blockedIds }) =>
      this.broadcast.dropToRoomHere(roomId, 'chat.userTyping', { roomId, user }, socketId, blockedIds),
    );
  }

  /** @throws Rejection ROOMS_NOT_SUBSCRIBED */
  @Command('chat.startTyping')
  async type({
    payload: { roomId },
    user,
    socket,
  }: Call<'chat.startTyping'>): Promise<CommandReply<'chat.startTyping'>> {
    if (!socket.isIn(roomChannel(roomId))) throw new Rejection('ROOMS_NOT_SUBSCRIBED');
    const now = performance.now();
    if (now - (this.toldAt.get(socket) ?? -EVERY_MS) < EVERY_MS) return {};
    this.toldAt.set(socket, now);
    const typist = user as UserView;
    const news = { roomId, user: typist, socketId: socket.id, blockedIds: await this.apartFrom(typist, roomId) };
    this.bus.publish(TOPIC, news satisfies TypingNews);
    return {};
  }

  private async apartFrom({ id: userId }: UserView, roomId: string): Promise<string[]> {
    const others = this.presence.of(roomId).users.flatMap(({ id }) => (id === userId ? [] : [id]));
    return [...(await this.blocks.blockedAmong(userId, others))];
  }
}
