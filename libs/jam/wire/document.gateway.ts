import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Call, Command, type LiveSocket, roomChannel } from '@visionary/platform/realtime';
import { AwarenessRelay } from './awareness-relay.js';
import { DocumentRelay } from './document-relay.js';
import { LiveDocuments } from './live-documents.js';
import { UnrulySockets } from './unruly-sockets.js';

@Injectable()
export class DocumentGateway {
  constructor(
    private readonly documents: LiveDocuments,
    private readonly relay: DocumentRelay,
    private readonly awareness: AwarenessRelay,
    private readonly unruly: UnrulySockets,
  ) {}

  @Command('jam.update')
  async update({ payload, person, socket }: Call<'jam.update'>): Promise<CommandReply<'jam.update'>> {
    const { roomId, update } = payload;
    requireOpen(socket, roomId);
    const { id: personId } = person as PersonView;
    const written = { kind: 'client', socketId: socket.id, personId } as const;
    const clients = await this.unruly.watch(socket, () => this.documents.write(roomId, update, written));
    this.relay.written(roomId, { update, socketId: socket.id, personId, clients });
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

  @Command('jam.aware')
  async aware({ payload, person, socket }: Call<'jam.aware'>): Promise<CommandReply<'jam.aware'>> {
    requireOpen(socket, payload.roomId);
    const speaker = person as PersonView;
    await this.unruly.watch(socket, () => this.awareness.say(payload.roomId, payload.update, socket, speaker));
    return {};
  }
}

/** Nobody writes in a room unseen. @throws Rejection ROOMS_NOT_OPEN */
const requireOpen = (socket: LiveSocket, roomId: string): void => {
  if (!socket.isIn(roomChannel(roomId))) throw new Rejection('ROOMS_NOT_OPEN');
};
