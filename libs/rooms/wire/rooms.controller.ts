import { Body, Controller, Header, Query } from '@nestjs/common';
import {
  type LobbyView,
  type NewRoom,
  type OpenDirect as OpenDirectBody,
  ROUTES,
  type RoomView,
} from '@visionary/contract';
import { type Identity, MaybeSignedIn, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { z } from 'zod';
import { OpenDirect } from '../usecases/open-direct.js';
import { OpenNamedRoom } from '../usecases/open-named-room.js';
import { LobbyViews } from './lobby-views.js';
import { RoomViews } from './room-views.js';

interface LobbyQuestion {
  readonly cursor?: string;
  readonly search?: string;
}

@Controller()
export class RoomsController {
  constructor(
    private readonly openRoom: OpenNamedRoom,
    private readonly openDirect: OpenDirect,
    private readonly lobby: LobbyViews,
    private readonly views: RoomViews,
  ) {}

  @Route('lobby')
  @Header('Cache-Control', 'no-store')
  read(
    @Query({ schema: ROUTES.lobby.query }) { search, cursor }: LobbyQuestion,
    @MaybeSignedIn() me: Identity | null,
  ): Promise<LobbyView> {
    return this.lobby.page(me?.person.id ?? null, search, cursor);
  }

  @Route('openRoom')
  async open(@Body({ schema: ROUTES.openRoom.body }) wanted: NewRoom, @SignedIn() me: Identity): Promise<RoomView> {
    return this.views.of(await this.openRoom.run(me.person, { ...wanted, kind: 'room' }));
  }

  /** The one they have, or a new one. */
  @Route('openDirect')
  async direct(
    @Body({ schema: ROUTES.openDirect.body }) { personId }: z.infer<typeof OpenDirectBody>,
    @SignedIn() me: Identity,
  ): Promise<RoomView> {
    return this.views.of(await this.openDirect.run(me.person, personId));
  }
}
