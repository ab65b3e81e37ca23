/**
 * Why there is no connection to an instance. `unreachable`: nothing listens, or nothing answers. `unknownHost`: its name has no
 * address. `notTls`, `needsTls`: the other of http and https. `notVisionary`: something else answers. `unavailable`: a proxy
 * answers in its place. `lost`: it ended. `failed`: anything else.
 */
export type ConnectionProblem =
  | 'unreachable'
  | 'unknownHost'
  | 'notTls'
  | 'needsTls'
  | 'certificate'
  | 'notVisionary'
  | 'unavailable'
  | 'lost'
  | 'failed';

const BY_CODE: Readonly<Record<string, ConnectionProblem>> = {
  ECONNREFUSED: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ETIMEDOUT: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ENOTFOUND: 'unknownHost',
  EAI_AGAIN: 'unknownHost',
  // OpenSSL reads the answer of an http server as a record of TLS.
  EPROTO: 'notTls',
  ERR_SSL_WRONG_VERSION_NUMBER: 'notTls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'notTls',
  // The alert of a TLS server is no answer of HTTP.
  HPE_INVALID_CONSTANT: 'needsTls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
  CERT_HAS_EXPIRED: 'certificate',
  CERT_NOT_YET_VALID: 'certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
};

export interface TriedConnection {
  readonly isHttps: boolean;
  /** Whether this instance has accepted a connection before. */
  readonly isKnown: boolean;
  /** Whether this connection was made. */
  readonly isOpen: boolean;
}

/** @param error of a WebSocket */
export function connectionProblemOf(
  error: Error & { readonly code?: string },
  tried: TriedConnection,
): ConnectionProblem {
  if (tried.isOpen) return 'lost';
  const { code = '' } = error;
  const known = BY_CODE[code];
  if (known) return known;
  // What a TLS server does to a request that is not encrypted.
  if (code === 'ECONNRESET') return tried.isHttps || tried.isKnown ? 'unreachable' : 'needsTls';
  // The socket has no codes for these two.
  if (error.message === 'Opening handshake has timed out') return 'unreachable';
  const status = statusOf(error);
  return status === undefined ? 'failed' : problemOfStatus(status, tried);
}

/** Of the answer to a request for a WebSocket. */
export const statusOf = ({ message }: Error): number | undefined => {
  const status = /^Unexpected server response: (\d+)$/.exec(message)?.[1];
  return status === undefined ? undefined : Number(status);
};

function problemOfStatus(status: number, { isHttps }: TriedConnection): ConnectionProblem {
  if (status >= 500 || status === 429) return 'unavailable';
  const asksForTls = status === 400 || (status >= 300 && status < 400);
  return asksForTls && !isHttps ? 'needsTls' : 'notVisionary';
}
