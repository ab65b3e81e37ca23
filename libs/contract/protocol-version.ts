/**
 * Rises when an open client of the previous version can't talk to the server any more. The handshake carries it; an
 * outdated client asks the user to reload.
 */
export const PROTOCOL_VERSION = 8;

/** Sent by a page that has received nothing for a while. The socket acknowledges it by itself: it is no command. */
export const HEARTBEAT = 'heartbeat';
