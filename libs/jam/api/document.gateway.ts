import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Call, Command, type LiveSocket, roomChannel } from '@visionary/platform/realtime';
import { AwarenessRelay } from './awareness-relay.js';
import { DocumentRelay } from './document-relay.js';
import { LiveDocuments } from './live-documents.js';
import { MaskedDocuments } from './masked-documents.js';
import { MisbehavingSockets } from './misbehaving-sockets.js';

/** Commands of the shared document: updates, sync, and awareness. */
@Injectable()
export class DocumentGateway {
  constructor(
    private readonly documents: LiveDocuments,
    private readonly relay: DocumentRelay,
    private readonly maskedDocuments: MaskedDocuments,
    private readonly awareness: AwarenessRelay,
    private readonly misbehaving: MisbehavingSockets,
  ) {}

  @Command('jam.update')
  async update({ payload, user, socket }: Call<'jam.update'>): Promise<CommandReply<'jam.update'>> {
    const { roomId, update } = payload;
    requireSubscribed(socket, roomId);
    const { id: userId } = user as UserView;
    const origin = { kind: 'client', socketId: socket.id, userId } as const;
    const clients = await this.misbehaving.watch(socket, () => this.documents.write(roomId, update, origin));
    this.relay.add(roomId, { update, socketId: socket.id, userId, clients });
    return {};
  }

  @Command('jam.sync')
  async sync({ payload, user, socket }: Call<'jam.sync'>): Promise<CommandReply<'jam.sync'>> {
    this.misbehaving.countSync(socket);
    if (user === null) return { update: await this.maskedDocuments.of(payload.roomId) };
    const { shared } = await this.documents.open(payload.roomId);
    return this.misbehaving.watch(socket, () => {
      const update = shared.updateSince(payload.stateVector);
      if (!update) throw new Rejection('JAM_UPDATE_MALFORMED');
      return { update };
    });
  }

  @Command('jam.awarenessUpdated')
  async updateAwareness(call: Call<'jam.awarenessUpdated'>): Promise<CommandReply<'jam.awarenessUpdated'>> {
    const { socket } = call;
    const { roomId, update } = call.payload;
    requireSubscribed(socket, roomId);
    const user = call.user as UserView;
    await this.misbehaving.watch(socket, () => this.awareness.applyLocal(roomId, update, socket, user));
    return {};
  }
}

/** Only clients that show the room can write in it. @throws Rejection ROOMS_NOT_SUBSCRIBED */
const requireSubscribed = (socket: LiveSocket, roomId: string): void => {
  if (!socket.isIn(roomChannel(roomId))) throw new Rejection('ROOMS_NOT_SUBSCRIBED');
};
