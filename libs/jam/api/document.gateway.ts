import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Call, Command, type LiveSocket, roomChannel } from '@visionary/platform/realtime';
import { AwarenessRelay } from './awareness-relay.js';
import { DocumentRelay } from './document-relay.js';
import { LiveDocuments } from './live-documents.js';
import { MisbehavingSockets } from './misbehaving-sockets.js';

@Injectable()
export class DocumentGateway {
  constructor(
    private readonly documents: LiveDocuments,
    private readonly relay: DocumentRelay,
    private readonly awareness: AwarenessRelay,
    private readonly unruly: MisbehavingSockets,
  ) {}

  @Command('jam.update')
  async update({ payload, user, socket }: Call<'jam.update'>): Promise<CommandReply<'jam.update'>> {
    const { roomId, update } = payload;
    requireOpen(socket, roomId);
    const { id: userId } = user as UserView;
    const written = { kind: 'client', socketId: socket.id, userId } as const;
    const clients = await this.unruly.watch(socket, () => this.documents.write(roomId, update, written));
    this.relay.written(roomId, { update, socketId: socket.id, userId, clients });
    return {};
  }

  @Command('jam.sync')
  async sync({ payload, socket }: Call<'jam.sync'>): Promise<CommandReply<'jam.sync'>> {
    this.unruly.sync(socket);
    const { shared } = await this.documents.open(payload.roomId);
    return this.unruly.watch(socket, () => {
      const update = shared.since(payload.stateVector);
      if (!update) throw new Rejection('JAM_UPDATE_MALFORMED');
      return { update };
    });
  }

  @Command('jam.awarenessUpdated')
  async aware({ payload, user, socket }: Call<'jam.awarenessUpdated'>): Promise<CommandReply<'jam.awarenessUpdated'>> {
    requireOpen(socket, payload.roomId);
    const speaker = user as UserView;
    await this.unruly.watch(socket, () => this.awareness.applyLocal(payload.roomId, payload.update, socket, speaker));
    return {};
  }
}

/** Nobody writes in a room unseen. @throws Rejection ROOMS_NOT_SUBSCRIBED */
const requireOpen = (socket: LiveSocket, roomId: string): void => {
  if (!socket.isIn(roomChannel(roomId))) throw new Rejection('ROOMS_NOT_SUBSCRIBED');
};
