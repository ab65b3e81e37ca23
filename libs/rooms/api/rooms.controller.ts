import { Body, Controller, Header, Query } from '@nestjs/common';
import {
  type LobbyView,
  type NewRoom,
  type OpenDirect as OpenDirectBody,
  ROUTES,
  type RoomView,
} from '@visionary/contract';
import { type Identity, OptionalUser, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { z } from 'zod';
import { OpenDirect } from '../use-cases/open-direct.js';
import { CreateCheckedRoom } from '../use-cases/create-checked-room.js';
import { LobbyViews } from './lobby-views.js';
import { RoomViews } from './room-views.js';

interface LobbyQuestion {
  readonly cursor?: string;
  readonly search?: string;
}

@Controller()
export class RoomsController {
  constructor(
    private readonly openRoom: CreateCheckedRoom,
    private readonly openDirect: OpenDirect,
    private readonly lobby: LobbyViews,
    private readonly views: RoomViews,
  ) {}

  @Route('listRooms')
  @Header('Cache-Control', 'no-store')
  read(
    @Query({ schema: ROUTES.listRooms.query }) { search, cursor }: LobbyQuestion,
    @OptionalUser() me: Identity | null,
  ): Promise<LobbyView> {
    return this.lobby.page(me?.user.id ?? null, search, cursor);
  }

  @Route('createRoom')
  async open(
    @Body({ schema: ROUTES.createRoom.body }) wanted: NewRoom,
    @CurrentUser() me: Identity,
  ): Promise<RoomView> {
    return this.views.of(await this.openRoom.run(me.user, { ...wanted, kind: 'room' }));
  }

  /** The one they have, or a new one. */
  @Route('openDirectRoom')
  async direct(
    @Body({ schema: ROUTES.openDirectRoom.body }) { userId }: z.infer<typeof OpenDirectBody>,
    @CurrentUser() me: Identity,
  ): Promise<RoomView> {
    return this.views.of(await this.openDirect.run(me.user, userId));
  }
}
