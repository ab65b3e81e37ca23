import { Module } from '@nestjs/common';
import { AccountsModule, People as AccountsPeople } from '@visionary/accounts';
import { RoomAccess } from '@visionary/platform/realtime';
import { People } from './domain/person.js';
import { RoomEvents } from './domain/room-events.js';
import { Invitations, Members, Rooms } from './domain/rooms.js';
import { SqlInvitations } from './storage/sql-invitations.js';
import { SqlMembers } from './storage/sql-members.js';
import { SqlRoomEvents } from './storage/sql-room-events.js';
import { SqlRooms } from './storage/sql-rooms.js';
import { AcceptInvitation } from './usecases/accept-invitation.js';
import { EnterRoom } from './usecases/enter-room.js';
import { Invite } from './usecases/invite.js';
import { JoinRoom } from './usecases/join-room.js';
import { MissedEvents } from './usecases/missed-events.js';
import { NewestEvents } from './usecases/newest-events.js';
import { OpenNewRoom } from './usecases/open-new-room.js';
import { PreviewInvitation } from './usecases/preview-invitation.js';
import { ReadLobby } from './usecases/read-lobby.js';
import { ReadRoom } from './usecases/read-room.js';
import { RoleOf } from './usecases/role-of.js';
import { RoomAudience } from './usecases/room-audience.js';
import { RoomLog } from './usecases/room-log.js';
import { Attendance } from './wire/attendance.js';
import { CachedRoomAccess } from './wire/cached-room-access.js';
import { InvitationsController } from './wire/invitations.controller.js';
import { LobbyBroadcaster } from './wire/lobby.broadcaster.js';
import { LobbyGateway } from './wire/lobby.gateway.js';
import { LobbyViews } from './wire/lobby-views.js';
import { RoomParts } from './wire/room-parts.js';
import { RoomSnapshots } from './wire/room-snapshots.js';
import { RoomViews } from './wire/room-views.js';
import { RoomsBroadcaster } from './wire/rooms.broadcaster.js';
import { RoomsController } from './wire/rooms.controller.js';
import { RoomsGateway } from './wire/rooms.gateway.js';

const USE_CASES = [
  AcceptInvitation,
  EnterRoom,
  Invite,
  JoinRoom,
  MissedEvents,
  NewestEvents,
  OpenNewRoom,
  PreviewInvitation,
  ReadLobby,
  ReadRoom,
  RoleOf,
  RoomAudience,
  RoomLog,
];

@Module({
  imports: [AccountsModule],
  controllers: [RoomsController, InvitationsController],
  providers: [
    { provide: People, useExisting: AccountsPeople },
    { provide: Rooms, useClass: SqlRooms },
    { provide: Members, useClass: SqlMembers },
    { provide: Invitations, useClass: SqlInvitations },
    { provide: RoomEvents, useClass: SqlRoomEvents },
    ...USE_CASES,
    { provide: RoomAccess, useClass: CachedRoomAccess },
    ...[RoomParts, RoomViews, RoomSnapshots, LobbyViews, Attendance],
    ...[RoomsGateway, RoomsBroadcaster, LobbyGateway, LobbyBroadcaster],
  ],
  exports: [People, RoomAccess, RoomLog, RoomParts],
})
export class RoomsModule {}
