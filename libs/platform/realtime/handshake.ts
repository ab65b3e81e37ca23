import { type ErrorCode, LIMITS, PROTOCOL_VERSION } from '@visionary/contract';
import type { RejectionDetail } from '@visionary/kernel';
import { banRejection, type AllowedOrigins, type SessionReader } from '@visionary/platform/auth';
import { isUnavailable } from '@visionary/platform/database';
import { addressKey } from '@visionary/platform/http';
import type { Socket } from 'socket.io';
import { userChannel } from './live-socket.js';

/** Whose a socket is: all that stand in one channel share a number of places on this node. */
export interface SlotOwner {
  readonly channel: string;
  readonly atMost: number;
}

export interface HandshakeOptions {
  readonly sessions: SessionReader;
  readonly origins: AllowedOrigins;
  /** Of the sockets of visitors from one address. */
  readonly visitorSockets: number;
  /** Express' own rule of whose X-Forwarded-For to believe: the address `hops` away from this server. */
  readonly trusts: (address: string, hops: number) => boolean;
  /** ms since 1970 */
  readonly now: () => number;
}

/** The page reads `data.code` of the connect error. */
const refusal = (code: ErrorCode, detail?: RejectionDetail): Error =>
  Object.assign(new Error(code), { data: { code, ...(detail && { detail }) } });

type Next = (error?: Error) => void;

/** What the client says of itself. */
interface HandshakeAuth {
  readonly protocol?: unknown;
  /** The same each time this page connects. */
  readonly page?: unknown;
}

const PAGE_LENGTH = 36;
const pageOf = ({ page }: HandshakeAuth): string | null =>
  typeof page === 'string' && page.length <= PAGE_LENGTH ? page : null;

/** The nearest address that is no proxy of ours, as Express finds it for requests. */
const addressOf = ({ request }: Socket, trusts: HandshakeOptions['trusts']): string => {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',');
  const hops = [request.socket.remoteAddress ?? '', ...forwarded.map((one) => one.trim()).reverse()].filter(Boolean);
  return hops.find((address, index) => !trusts(address, index)) ?? hops.at(-1) ?? '';
};

/** Who may connect at all: pages of this origin that speak this protocol. A socket without a session is a visitor's. */
export const handshake =
  ({ sessions, origins, visitorSockets, trusts, now }: HandshakeOptions) =>
  (socket: Socket, next: Next): void => {
    const { headers } = socket.request;
    if (!origins.allows(headers.origin, headers.host)) return next(refusal('ORIGIN_NOT_ALLOWED'));
    const introduction = socket.handshake.auth as HandshakeAuth;
    if (introduction.protocol !== PROTOCOL_VERSION) {
      return next(refusal('PROTOCOL_MISMATCH'));
    }
    sessions.read(headers.cookie).then(
      (session) => {
        const ban = session && banRejection(session.sanctions, now());
        if (ban) return next(refusal('SAFETY_BANNED', ban.detail));
        const slotOwner: SlotOwner = session
          ? { channel: userChannel(session.user.id), atMost: LIMITS.socketsPerUser }
          : { channel: `visitors:${addressKey(addressOf(socket, trusts))}`, atMost: visitorSockets };
        socket.data = {
          owner: slotOwner,
          page: pageOf(introduction),
          user: session?.user ?? null,
          sessionId: session?.sessionId ?? null,
          since: session?.since ?? null,
          sanctions: session?.sanctions ?? null,
        };
        next();
      },
      (error: unknown) => next(refusal(isUnavailable(error) ? 'UNAVAILABLE' : 'INTERNAL')),
    );
  };
