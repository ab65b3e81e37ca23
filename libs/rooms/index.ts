export { deletedUser, Users, type User } from './domain/user.js';
export { type RoomEvent, RoomEventAppended } from './domain/room-event.js';
export { roomSubject } from './domain/subjects.js';
export { RoomsModule } from './rooms.module.js';
export { roomsEntities } from './storage/entities.js';
export { PublicRooms } from './use-cases/public-rooms.js';
export { JoinRoom } from './use-cases/join-room.js';
export { CreateRoom } from './use-cases/create-room.js';
export { RoomManagers } from './use-cases/manage/room-managers.js';
export { type NewRoomEvent, RoomLog } from './use-cases/room-log.js';
export { OpenRoomViews } from './api/open-room-views.js';
export type {
  LobbyCardData,
  RoomSnapshotData,
  RoomViewerState,
  RoomDataProvider,
  RoomLiveState,
} from './api/room-data-provider.js';
export { RoomDataProviders } from './api/room-data-providers.js';
export { viewOfEvent } from './api/room-views.js';
