export { useSocket } from './use-socket.js';
