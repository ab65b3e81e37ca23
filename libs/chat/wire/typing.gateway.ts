import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, type Call, Command, type LiveSocket, roomChannel } from '@visionary/platform/realtime';

interface TypingNews {
  readonly roomId: string;
  readonly person: PersonView;
  readonly socketId: string;
}

const TOPIC = 'chat.typed';
/** What is said more often tells nothing new. */
const EVERY_MS = 1_000;

/** Who writes just now. Kept nowhere, and forgotten by whoever hears it after a few seconds. */
@Injectable()
export class TypingGateway implements OnModuleInit {
  private readonly toldAt = new WeakMap<LiveSocket, number>();

  constructor(
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe<TypingNews>(TOPIC, ({ roomId, person, socketId }) =>
      this.broadcast.dropToRoomHere(roomId, 'chat.typed', { roomId, person }, socketId),
    );
  }

  /** @throws Rejection ROOMS_NOT_OPEN */
  @Command('chat.type')
  type({ payload: { roomId }, person, socket }: Call<'chat.type'>): CommandReply<'chat.type'> {
    if (!socket.isIn(roomChannel(roomId))) throw new Rejection('ROOMS_NOT_OPEN');
    const now = performance.now();
    if (now - (this.toldAt.get(socket) ?? -EVERY_MS) < EVERY_MS) return {};
    this.toldAt.set(socket, now);
    const news: TypingNews = { roomId, person: person as PersonView, socketId: socket.id };
    this.bus.publish(TOPIC, news);
    return {};
  }
}
