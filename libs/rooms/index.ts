export { nobody, People, type Person } from './domain/person.js';
export { type RoomEvent, RoomEventAppended } from './domain/room-event.js';
export { RoomsModule } from './rooms.module.js';
export { roomsEntities } from './storage/entities.js';
export { type NewRoomEvent, RoomLog } from './usecases/room-log.js';
export type { CardFacts, RoomLists, RoomPart, RoomPresent } from './wire/room-part.js';
export { RoomParts } from './wire/room-parts.js';
export { viewOfEvent } from './wire/room-views.js';
