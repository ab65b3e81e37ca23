/** Raised when client and server can no longer talk; the handshake carries it and an old page is told to reload. */
export const PROTOCOL_VERSION = 3;
