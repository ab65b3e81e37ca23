import { Body, Controller, Query } from '@nestjs/common';
import {
  type LobbyView,
  type NewRoom,
  type OpenDirect,
  ROUTES,
  type RoomView,
  type UserRooms,
} from '@visionary/contract';
import { CurrentUser, type Identity, OptionalUser } from '@visionary/platform/auth';
import { PathId, Route } from '@visionary/platform/http';
import { z } from 'zod';
import { RoomsService } from '../use-cases/rooms.service.js';
import { LobbyViews } from './lobby-views.js';
import { RoomViews } from './room-views.js';

interface LobbyQuery {
  readonly cursor?: string;
  readonly search?: string;
}

@Controller()
export class RoomsController {
  constructor(
    private readonly rooms: RoomsService,
    private readonly lobby: LobbyViews,
    private readonly views: RoomViews,
  ) {}

  @Route('listRooms')
  list(
    @Query({ schema: ROUTES.listRooms.query }) { search, cursor }: LobbyQuery,
    @OptionalUser() me: Identity | null,
  ): Promise<LobbyView> {
    return this.lobby.page(me?.user.id ?? null, search, cursor);
  }

  @Route('userRooms')
  async ofUser(@PathId('userId') userId: string): Promise<UserRooms> {
    return { rooms: await this.lobby.openOf(userId) };
  }

  @Route('createRoom')
  async create(
    @Body({ schema: ROUTES.createRoom.body }) settings: NewRoom,
    @CurrentUser() me: Identity,
  ): Promise<RoomView> {
    return this.views.of(await this.rooms.createChecked(me.user, { ...settings, kind: 'room' }));
  }

  /** Creates the room only if the two users have none. */
  @Route('openDirectRoom')
  async openDirect(
    @Body({ schema: ROUTES.openDirectRoom.body }) { userId }: z.infer<typeof OpenDirect>,
    @CurrentUser() me: Identity,
  ): Promise<RoomView> {
    return this.views.of(await this.rooms.openDirect(me.user, userId));
  }
}
