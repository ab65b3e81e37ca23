import { Module } from '@nestjs/common';
import { RoomAccess } from '@visionary/kernel';
import { AccountsModule } from '@visionary/accounts';
import { CommandResults, RoomRights } from '@visionary/platform/realtime';
import { SafetyModule } from '@visionary/safety';
import { DirectRooms } from './storage/direct-rooms.js';
import { Invitations } from './storage/invitations.js';
import { Members } from './storage/members.js';
import { Rooms } from './storage/rooms.js';
import { Sanctions } from './storage/sanctions.js';
import { DirectRequestsService } from './use-cases/direct-requests.service.js';
import { HouseRoom } from './use-cases/house-room.js';
import { InvitationsService } from './use-cases/invitations.service.js';
import { LobbyService } from './use-cases/lobby.service.js';
import { MembersService } from './use-cases/members.service.js';
import { ModeratedRooms } from './use-cases/moderated-rooms.js';
import { RoomAccessService } from './use-cases/room-access.service.js';
import { RoomCommandRunner } from './use-cases/room-command-runner.js';
import { RoomLog } from './storage/room-log.js';
import { RoomsService } from './use-cases/rooms.service.js';
import { AccountEventListener } from './api/account-event-listener.js';
import { AvailabilitySubscriptions } from './api/availability-subscriptions.js';
import { CachedRoomAccess } from './api/cached-room-access.js';
import { DirectRoomPresence } from './api/direct-room-presence.js';
import { JoinsProvider } from './api/joins-provider.js';
import { InvitationsController } from './api/invitations.controller.js';
import { LobbyAudience } from './api/lobby-audience.js';
import { LobbyBroadcaster } from './api/lobby.broadcaster.js';
import { LobbyGateway } from './api/lobby.gateway.js';
import { LobbyViews } from './api/lobby-views.js';
import { LogHeadBroadcaster } from './api/log-head-broadcaster.js';
import { MembersGateway } from './api/members.gateway.js';
import { RoomAccessEnforcer } from './api/room-access-enforcer.js';
import { RoomDataProviders } from './api/room-data-providers.js';
import { RoomLogCommandResults } from './api/room-log-command-results.js';
import { RoomRightsBus } from './api/room-rights-bus.js';
import { RoomSnapshots } from './api/room-snapshots.js';
import { RoomSubscriptions } from './api/room-subscriptions.js';
import { RoomViews } from './api/room-views.js';
import { RoomsBroadcaster } from './api/rooms.broadcaster.js';
import { RoomsController } from './api/rooms.controller.js';
import { RoomsExporter } from './api/rooms-exporter.js';
import { RoomsGateway } from './api/rooms.gateway.js';
import { UsersGateway } from './api/users.gateway.js';

@Module({
  imports: [AccountsModule, SafetyModule],
  controllers: [RoomsController, InvitationsController],
  providers: [
    DirectRooms,
    Invitations,
    Members,
    Rooms,
    Sanctions,
    DirectRequestsService,
    HouseRoom,
    InvitationsService,
    LobbyService,
    MembersService,
    ModeratedRooms,
    RoomAccessService,
    RoomCommandRunner,
    RoomLog,
    RoomsService,
    AccountEventListener,
    AvailabilitySubscriptions,
    DirectRoomPresence,
    JoinsProvider,
    LobbyAudience,
    LobbyBroadcaster,
    LobbyGateway,
    LobbyViews,
    LogHeadBroadcaster,
    MembersGateway,
    RoomAccessEnforcer,
    RoomDataProviders,
    RoomRights,
    RoomRightsBus,
    RoomSnapshots,
    RoomSubscriptions,
    RoomViews,
    RoomsBroadcaster,
    RoomsExporter,
    RoomsGateway,
    UsersGateway,
    { provide: CommandResults, useClass: RoomLogCommandResults },
    { provide: RoomAccess, useClass: CachedRoomAccess },
  ],
  exports: [
    HouseRoom,
    LobbyAudience,
    DirectRequestsService,
    CommandResults,
    MembersService,
    LobbyViews,
    RoomAccess,
    RoomDataProviders,
    RoomLog,
    RoomRights,
    RoomsService,
  ],
})
export class RoomsModule {}
