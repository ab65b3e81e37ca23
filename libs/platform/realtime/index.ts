export { Broadcast } from './broadcast.js';
export { type Call, Command } from './command.js';
export { LiveSocket, LOBBY_CHANNEL, roomChannel } from './live-socket.js';
export { Presence } from './presence.js';
export { RealtimeAdapter } from './realtime.adapter.js';
export { RealtimeModule } from './realtime.module.js';
export { RoomAccess } from './room-access.js';
export { SessionWatch } from './session-watch.js';
