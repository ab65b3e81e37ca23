import type { IncomingMessage } from 'node:http';
import { type ErrorCode, LIMITS, PROTOCOL_VERSION } from '@visionary/contract';
import { banRejection, type RejectionDetail } from '@visionary/kernel';
import type { AllowedOrigins, SessionReader } from '@visionary/platform/auth';
import { isUnavailable } from '@visionary/platform/database';
import { addressKey, type PrefetchingRateLimit } from '@visionary/platform/rate-limits';
import type { Socket } from 'socket.io';
import { userChannel } from './live-socket.js';
import type { PendingConnections } from './pending-connections.js';
import { admitFrames } from './wire-parser.js';

/** The owner of a socket. All sockets in one channel share a number of slots on this node. */
export interface SlotOwner {
  readonly channel: string;
  readonly maxSockets: number;
}

export interface HandshakeOptions {
  readonly sessions: SessionReader;
  readonly origins: AllowedOrigins;
  /** Limit of visitor sockets per address. */
  readonly visitorSockets: number;
  /** New connections of visitors, by address. */
  readonly visitorConnections: PrefetchingRateLimit;
  readonly pendingConnections: Pick<PendingConnections, 'release'>;
  /** Express' `trust proxy` function: whether the address `hops` away is a trusted proxy. */
  readonly isTrusted: (address: string, hops: number) => boolean;
  /** ms since 1970 */
  readonly now: () => number;
}

/** The client reads `data.code` of the connect error. */
const rejection = (code: ErrorCode, detail?: RejectionDetail): Error =>
  Object.assign(new Error(code), { data: { code, ...(detail && { detail }) } });

type Next = (error?: Error) => void;

/** The `auth` object a client sends. */
interface HandshakeAuth {
  readonly protocol?: unknown;
  /** Identifies the client. The same on each reconnect. */
  readonly page?: unknown;
}

const PAGE_LENGTH = 36;
const pageOf = ({ page }: HandshakeAuth): string | null =>
  typeof page === 'string' && page.length <= PAGE_LENGTH ? page : null;

/** The nearest address that isn't a trusted proxy, computed like `req.ip` in Express. */
export const addressOf = (request: IncomingMessage, isTrusted: HandshakeOptions['isTrusted']): string => {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',');
  const hops = [request.socket.remoteAddress ?? '', ...forwarded.map((one) => one.trim()).reverse()].filter(Boolean);
  return hops.find((address, index) => !isTrusted(address, index)) ?? hops.at(-1) ?? '';
};

/** Rejects foreign origins, other protocol versions, and banned users. Sockets without a session are visitors. */
export const handshake =
  ({ sessions, origins, visitorSockets, visitorConnections, pendingConnections, isTrusted, now }: HandshakeOptions) =>
  (socket: Socket, next: Next): void => {
    const { headers } = socket.request;
    if (!origins.allows(headers.origin, headers.host)) return next(rejection('ORIGIN_NOT_ALLOWED'));
    const auth = socket.handshake.auth as HandshakeAuth;
    if (auth.protocol !== PROTOCOL_VERSION) {
      return next(rejection('PROTOCOL_MISMATCH'));
    }
    sessions
      .read(headers.cookie)
      .then(async (session) => {
        const address = addressKey(addressOf(socket.request, isTrusted));
        const retryAfterSeconds = session ? 0 : await visitorConnections.spend(address);
        if (retryAfterSeconds > 0) return next(rejection('RATE_LIMITED', { retryAfterSeconds }));
        const ban = session && banRejection(session.sanctions, now());
        if (ban) return next(rejection('SAFETY_BANNED', ban.detail));
        const slotOwner: SlotOwner = session
          ? { channel: userChannel(session.user.id), maxSockets: LIMITS.socketsPerUser }
          : { channel: `visitors:${address}`, maxSockets: visitorSockets };
        socket.data = {
          owner: slotOwner,
          page: pageOf(auth),
          user: session?.user ?? null,
          sessionId: session?.sessionId ?? null,
          accountCreatedAt: session?.accountCreatedAt ?? null,
          sanctions: session?.sanctions ?? null,
        };
        pendingConnections.release(socket.request);
        admitFrames(socket, session ? LIMITS.socketFrameBytes : LIMITS.visitorFrameBytes);
        next();
      })
      .catch((error: unknown) => next(rejection(isUnavailable(error) ? 'UNAVAILABLE' : 'INTERNAL')));
  };
