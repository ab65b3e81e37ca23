import { Module } from '@nestjs/common';
import { AccountsModule, People as AccountsPeople } from '@visionary/accounts';
import { FirstResults, RoomAccess, RoomRights } from '@visionary/platform/realtime';
import { SafetyModule } from '@visionary/safety';
import { People, StayingPeople } from './domain/person.js';
import { RoomEvents } from './domain/room-events.js';
import { Directs } from './domain/directs.js';
import { Invitations } from './domain/invitations.js';
import { Members, Rooms } from './domain/rooms.js';
import { Sanctions } from './domain/sanctions.js';
import { SqlDirects } from './storage/sql-directs.js';
import { SqlInvitations } from './storage/sql-invitations.js';
import { SqlMembers } from './storage/sql-members.js';
import { SqlRoomEvents } from './storage/sql-room-events.js';
import { SqlRooms } from './storage/sql-rooms.js';
import { SqlSanctions } from './storage/sql-sanctions.js';
import { AcceptInvitation } from './usecases/accept-invitation.js';
import { EndsOfLogs } from './usecases/ends-of-logs.js';
import { EnterRoom } from './usecases/enter-room.js';
import { Invite } from './usecases/invite.js';
import { JoinRoom } from './usecases/join-room.js';
import { ListInvitations } from './usecases/list-invitations.js';
import { ListMembers } from './usecases/list-members.js';
import { ArchiveRoom } from './usecases/manage/archive-room.js';
import { BanForReason } from './usecases/manage/ban-for-reason.js';
import { BanPerson } from './usecases/manage/ban-person.js';
import { ChangeRoom } from './usecases/manage/change-room.js';
import { Depart } from './usecases/manage/depart.js';
import { KickMember } from './usecases/manage/kick-member.js';
import { LeaveAllRooms } from './usecases/manage/leave-all-rooms.js';
import { LeaveRoom } from './usecases/manage/leave-room.js';
import { Management } from './usecases/manage/management.js';
import { MuteMember } from './usecases/manage/mute-member.js';
import { Ownership } from './usecases/manage/ownership.js';
import { SetRole } from './usecases/manage/set-role.js';
import { Succession } from './usecases/manage/succession.js';
import { WhoManages } from './usecases/manage/who-manages.js';
import { MissedEvents } from './usecases/missed-events.js';
import { ModeratedRooms } from './usecases/moderation/moderated-rooms.js';
import { NewestEvents } from './usecases/newest-events.js';
import { OpenDirect } from './usecases/open-direct.js';
import { OpenNamedRoom } from './usecases/open-named-room.js';
import { OpenNewDirect } from './usecases/open-new-direct.js';
import { OpenNewRoom } from './usecases/open-new-room.js';
import { OpenRooms } from './usecases/open-rooms.js';
import { PreviewInvitation } from './usecases/preview-invitation.js';
import { PublicRooms } from './usecases/public-rooms.js';
import { ReadLobby } from './usecases/read-lobby.js';
import { ReadRoom } from './usecases/read-room.js';
import { RevokeInvitation } from './usecases/revoke-invitation.js';
import { RoomAudience } from './usecases/room-audience.js';
import { RoomLog } from './usecases/room-log.js';
import { StandingOf } from './usecases/standing-of.js';
import { WhileTheyStay } from './usecases/while-they-stay.js';
import { WhoMayStay } from './usecases/who-may-stay.js';
import { Attendance } from './wire/attendance.js';
import { CachedRoomAccess } from './wire/cached-room-access.js';
import { ForgetNamesWhenPeopleChange } from './wire/forget-names-when-people-change.js';
import { InvitationsController } from './wire/invitations.controller.js';
import { JoiningController } from './wire/joining.controller.js';
import { LeaveRoomsWithAccount } from './wire/leave-rooms-with-account.js';
import { LobbyBroadcaster } from './wire/lobby.broadcaster.js';
import { LobbyGateway } from './wire/lobby.gateway.js';
import { LobbyViews } from './wire/lobby-views.js';
import { LogEnds } from './wire/log-ends.js';
import { LoggedResults } from './wire/logged-results.js';
import { ManagementGateway } from './wire/management.gateway.js';
import { MembersGateway } from './wire/members.gateway.js';
import { MyRoomsBroadcaster } from './wire/my-rooms.broadcaster.js';
import { PeopleGateway } from './wire/people.gateway.js';
import { PersonalRooms } from './wire/personal-rooms.js';
import { RightsNews } from './wire/rights-news.js';
import { RoomDoorkeeper } from './wire/room-doorkeeper.js';
import { RoomParts } from './wire/room-parts.js';
import { RoomSnapshots } from './wire/room-snapshots.js';
import { RoomViews } from './wire/room-views.js';
import { RoomsBroadcaster } from './wire/rooms.broadcaster.js';
import { OpenRoomViews } from './wire/open-room-views.js';
import { OpenRoomsController } from './wire/open-rooms.controller.js';
import { RoomsController } from './wire/rooms.controller.js';
import { RoomsGateway } from './wire/rooms.gateway.js';
import { SanctionsGateway } from './wire/sanctions.gateway.js';
import { SeenInDirects } from './wire/seen-in-directs.js';
import { TellNodesWhenPeoplePart } from './wire/tell-nodes-when-people-part.js';
import { WatchedPeople } from './wire/watched-people.js';

const USE_CASES = [
  AcceptInvitation,
  EndsOfLogs,
  EnterRoom,
  Invite,
  JoinRoom,
  ListInvitations,
  ListMembers,
  MissedEvents,
  ModeratedRooms,
  NewestEvents,
  OpenDirect,
  OpenNamedRoom,
  OpenNewDirect,
  OpenNewRoom,
  OpenRooms,
  PreviewInvitation,
  PublicRooms,
  ReadLobby,
  ReadRoom,
  RevokeInvitation,
  RoomAudience,
  RoomLog,
  StandingOf,
  WhileTheyStay,
  WhoMayStay,
];

const MANAGING = [
  ...[Management, Ownership, Depart, Succession],
  ...[ChangeRoom, ArchiveRoom, SetRole, LeaveRoom, LeaveAllRooms],
  ...[KickMember, MuteMember, BanPerson, BanForReason, WhoManages],
];

@Module({
  imports: [AccountsModule, SafetyModule],
  controllers: [RoomsController, InvitationsController, JoiningController, OpenRoomsController],
  providers: [
    { provide: People, useExisting: AccountsPeople },
    { provide: StayingPeople, useExisting: AccountsPeople },
    { provide: Rooms, useClass: SqlRooms },
    { provide: Members, useClass: SqlMembers },
    { provide: Invitations, useClass: SqlInvitations },
    { provide: RoomEvents, useClass: SqlRoomEvents },
    { provide: Directs, useClass: SqlDirects },
    { provide: Sanctions, useClass: SqlSanctions },
    ...USE_CASES,
    ...MANAGING,
    { provide: RoomAccess, useClass: CachedRoomAccess },
    { provide: FirstResults, useClass: LoggedResults },
    RoomRights,
    ...[RoomParts, RoomViews, OpenRoomViews, RoomSnapshots, LobbyViews, Attendance, RightsNews, RoomDoorkeeper],
    ...[ManagementGateway, SanctionsGateway, MembersGateway, PeopleGateway, MyRoomsBroadcaster, LeaveRoomsWithAccount],
    ...[ForgetNamesWhenPeopleChange, TellNodesWhenPeoplePart, SeenInDirects, WatchedPeople],
    ...[RoomsGateway, RoomsBroadcaster, LogEnds, LobbyGateway, LobbyBroadcaster, PersonalRooms],
  ],
  exports: [
    JoinRoom,
    OpenNewRoom,
    People,
    RoomAccess,
    RoomRights,
    FirstResults,
    RoomLog,
    RoomParts,
    OpenRoomViews,
    PublicRooms,
    WhoManages,
  ],
})
export class RoomsModule {}
