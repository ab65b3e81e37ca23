/** Slices that may not import accounts get Users from here. */
export { Users } from '@visionary/accounts';
export { type DirectRequest, roomCacheTag as roomSubject } from './domain/room.js';
export { type RoomEvent, RoomEventAppended, RoomRightsChanged } from './domain/room-event.js';
export { deletedUser, type User } from './domain/user.js';
export { RoomsModule } from './rooms.module.js';
export { roomsEntities } from './storage/entities.js';
export { DirectRequestsService } from './use-cases/direct-requests.service.js';
export { HouseRoom } from './use-cases/house-room.js';
export { MembersService } from './use-cases/members.service.js';
export { type NewRoomEvent, RoomLog } from './storage/room-log.js';
export { RoomsService } from './use-cases/rooms.service.js';
export { LobbyAudience } from './api/lobby-audience.js';
export { LobbyViews } from './api/lobby-views.js';
export {
  type LobbyCardData,
  type RoomDataProvider,
  RoomDataProviders,
  type RoomLiveState,
  type RoomSnapshotData,
  type RoomViewerState,
} from './api/room-data-providers.js';
export { viewOfEvent } from './api/room-views.js';
