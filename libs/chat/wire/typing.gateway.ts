import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { CommandReply, PersonView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, type Call, Command, type LiveSocket, Presence, roomChannel } from '@visionary/platform/realtime';

interface TypingNews {
  readonly roomId: string;
  readonly person: PersonView;
  readonly socketId: string;
  /** Those in the room who do not hear of it: either has blocked the other. */
  readonly apart: readonly string[];
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
    private readonly presence: Presence,
    private readonly blocks: Blocks,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe<TypingNews>(TOPIC, ({ roomId, person, socketId, apart }) =>
      this.broadcast.dropToRoomHere(roomId, 'chat.typed', { roomId, person }, socketId, apart),
    );
  }

  /** @throws Rejection ROOMS_NOT_OPEN */
  @Command('chat.type')
  async type({ payload: { roomId }, person, socket }: Call<'chat.type'>): Promise<CommandReply<'chat.type'>> {
    if (!socket.isIn(roomChannel(roomId))) throw new Rejection('ROOMS_NOT_OPEN');
    const now = performance.now();
    if (now - (this.toldAt.get(socket) ?? -EVERY_MS) < EVERY_MS) return {};
    this.toldAt.set(socket, now);
    const typist = person as PersonView;
    const news = { roomId, person: typist, socketId: socket.id, apart: await this.apartFrom(typist, roomId) };
    this.bus.publish(TOPIC, news satisfies TypingNews);
    return {};
  }

  private async apartFrom({ id: personId }: PersonView, roomId: string): Promise<string[]> {
    const others = this.presence.of(roomId).people.flatMap(({ id }) => (id === personId ? [] : [id]));
    return [...(await this.blocks.apart(personId, others))];
  }
}
