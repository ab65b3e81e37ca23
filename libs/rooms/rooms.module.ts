import { Module } from '@nestjs/common';
import { AccountsModule, Users as AccountsPeople } from '@visionary/accounts';
import { CommandResults, RoomAccess, RoomRights } from '@visionary/platform/realtime';
import { SafetyModule } from '@visionary/safety';
import { Users, UserLocks } from './domain/user.js';
import { RoomEvents } from './domain/room-events.js';
import { DirectRooms } from './domain/direct-rooms.js';
import { Invitations } from './domain/invitations.js';
import { Members, Rooms } from './domain/rooms.js';
import { Sanctions } from './domain/sanctions.js';
import { SqlDirects } from './storage/sql-directs.js';
import { SqlInvitations } from './storage/sql-invitations.js';
import { SqlMembers } from './storage/sql-members.js';
import { SqlRoomEvents } from './storage/sql-room-events.js';
import { SqlRooms } from './storage/sql-rooms.js';
import { SqlSanctions } from './storage/sql-sanctions.js';
import { AcceptInvitation } from './use-cases/accept-invitation.js';
import { LogHeads } from './use-cases/log-heads.js';
import { JoinOrOpenRoom } from './use-cases/join-or-open-room.js';
import { Invite } from './use-cases/invite.js';
import { JoinRoom } from './use-cases/join-room.js';
import { ListInvitations } from './use-cases/list-invitations.js';
import { ListMembers } from './use-cases/list-members.js';
import { ArchiveRoom } from './use-cases/manage/archive-room.js';
import { BanWithCheckedReason } from './use-cases/manage/ban-with-checked-reason.js';
import { BanUser } from './use-cases/manage/ban-user.js';
import { ChangeRoom } from './use-cases/manage/change-room.js';
import { RemoveMember } from './use-cases/manage/remove-member.js';
import { KickMember } from './use-cases/manage/kick-member.js';
import { LeaveAllRooms } from './use-cases/manage/leave-all-rooms.js';
import { LeaveRoom } from './use-cases/manage/leave-room.js';
import { RoomCommandRunner } from './use-cases/manage/room-command-runner.js';
import { MuteMember } from './use-cases/manage/mute-member.js';
import { Ownership } from './use-cases/manage/ownership.js';
import { SetRole } from './use-cases/manage/set-role.js';
import { Succession } from './use-cases/manage/succession.js';
import { RoomManagers } from './use-cases/manage/room-managers.js';
import { ReadEventsSince } from './use-cases/missed-events.js';
import { ModeratedRooms } from './use-cases/moderation/moderated-rooms.js';
import { LatestEvents } from './use-cases/latest-events.js';
import { OpenDirect } from './use-cases/open-direct.js';
import { CreateCheckedRoom } from './use-cases/create-checked-room.js';
import { CreateDirectRoom } from './use-cases/create-direct-room.js';
import { CreateRoom } from './use-cases/create-room.js';
import { PublicRoomSearch } from './use-cases/public-room-search.js';
import { PreviewInvitation } from './use-cases/preview-invitation.js';
import { PublicRooms } from './use-cases/public-rooms.js';
import { ReadLobby } from './use-cases/read-lobby.js';
import { ReadRoom } from './use-cases/read-room.js';
import { RevokeInvitation } from './use-cases/revoke-invitation.js';
import { RoomAudience } from './use-cases/room-audience.js';
import { RoomLog } from './use-cases/room-log.js';
import { ResolveRoomAccess } from './use-cases/resolve-room-access.js';
import { WithLockedUsers } from './use-cases/with-locked-users.js';
import { FindRevokedAccess } from './use-cases/find-revoked-access.js';
import { RoomSubscriptions } from './api/room-subscriptions.js';
import { CachedRoomAccess } from './api/cached-room-access.js';
import { UserNameCacheInvalidation } from './api/user-name-cache-invalidation.js';
import { InvitationsController } from './api/invitations.controller.js';
import { InvitationAcceptController } from './api/invitation-accept.controller.js';
import { RoomAccountCleanup } from './api/room-account-cleanup.js';
import { LobbyBroadcaster } from './api/lobby.broadcaster.js';
import { LobbyGateway } from './api/lobby.gateway.js';
import { LobbyViews } from './api/lobby-views.js';
import { LogHeadBroadcaster } from './api/log-head-broadcaster.js';
import { RoomLogCommandResults } from './api/room-log-command-results.js';
import { ManagementGateway } from './api/management.gateway.js';
import { MembersGateway } from './api/members.gateway.js';
import { MyRoomsBroadcaster } from './api/my-rooms.broadcaster.js';
import { UsersGateway } from './api/users.gateway.js';
import { RoomsExporter } from './api/rooms-exporter.js';
import { RoomRightsBus } from './api/room-rights-bus.js';
import { RoomAccessEnforcer } from './api/room-access-enforcer.js';
import { RoomDataProviders } from './api/room-data-providers.js';
import { RoomSnapshots } from './api/room-snapshots.js';
import { RoomViews } from './api/room-views.js';
import { RoomsBroadcaster } from './api/rooms.broadcaster.js';
import { OpenRoomViews } from './api/open-room-views.js';
import { OpenRoomsController } from './api/open-rooms.controller.js';
import { RoomsController } from './api/rooms.controller.js';
import { RoomsGateway } from './api/rooms.gateway.js';
import { SanctionsGateway } from './api/sanctions.gateway.js';
import { DirectRoomPresence } from './api/direct-room-presence.js';
import { BlockPublisher } from './api/block-publisher.js';
import { AvailabilitySubscriptions } from './api/availability-subscriptions.js';

const USE_CASES = [
  AcceptInvitation,
  LogHeads,
  JoinOrOpenRoom,
  Invite,
  JoinRoom,
  ListInvitations,
  ListMembers,
  ReadEventsSince,
  ModeratedRooms,
  LatestEvents,
  OpenDirect,
  CreateCheckedRoom,
  CreateDirectRoom,
  CreateRoom,
  PublicRoomSearch,
  PreviewInvitation,
  PublicRooms,
  ReadLobby,
  ReadRoom,
  RevokeInvitation,
  RoomAudience,
  RoomLog,
  ResolveRoomAccess,
  WithLockedUsers,
  FindRevokedAccess,
];

const MANAGING = [
  ...[RoomCommandRunner, Ownership, RemoveMember, Succession],
  ...[ChangeRoom, ArchiveRoom, SetRole, LeaveRoom, LeaveAllRooms],
  ...[KickMember, MuteMember, BanUser, BanWithCheckedReason, RoomManagers],
];

@Module({
  imports: [AccountsModule, SafetyModule],
  controllers: [RoomsController, InvitationsController, InvitationAcceptController, OpenRoomsController],
  providers: [
    { provide: Users, useExisting: AccountsPeople },
    { provide: UserLocks, useExisting: AccountsPeople },
    { provide: Rooms, useClass: SqlRooms },
    { provide: Members, useClass: SqlMembers },
    { provide: Invitations, useClass: SqlInvitations },
    { provide: RoomEvents, useClass: SqlRoomEvents },
    { provide: DirectRooms, useClass: SqlDirects },
    { provide: Sanctions, useClass: SqlSanctions },
    ...USE_CASES,
    ...MANAGING,
    { provide: RoomAccess, useClass: CachedRoomAccess },
    { provide: CommandResults, useClass: RoomLogCommandResults },
    RoomRights,
    ...[
      RoomDataProviders,
      RoomViews,
      OpenRoomViews,
      RoomSnapshots,
      LobbyViews,
      RoomSubscriptions,
      RoomRightsBus,
      RoomAccessEnforcer,
    ],
    ...[ManagementGateway, SanctionsGateway, MembersGateway, UsersGateway, MyRoomsBroadcaster, RoomAccountCleanup],
    ...[UserNameCacheInvalidation, BlockPublisher, DirectRoomPresence, AvailabilitySubscriptions],
    ...[RoomsGateway, RoomsBroadcaster, LogHeadBroadcaster, LobbyGateway, LobbyBroadcaster, RoomsExporter],
  ],
  exports: [
    JoinRoom,
    CreateRoom,
    Users,
    RoomAccess,
    RoomRights,
    CommandResults,
    RoomLog,
    RoomDataProviders,
    OpenRoomViews,
    PublicRooms,
    RoomManagers,
  ],
})
export class RoomsModule {}
