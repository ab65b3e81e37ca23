/** Rises when an open page of the previous version can no longer talk to the server. The handshake carries it; an outdated page is asked to reload. */
export const PROTOCOL_VERSION = 4;
