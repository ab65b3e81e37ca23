export { useSocket, type ConnectionState, type SendOptions } from './use-socket.js';
