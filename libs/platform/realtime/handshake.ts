import { type ErrorCode, LIMITS, PROTOCOL } from '@visionary/contract';
import type { RejectionDetail } from '@visionary/kernel';
import { banOf, type Origins, type SessionReader } from '@visionary/platform/auth';
import { isAway } from '@visionary/platform/database';
import { addressKey } from '@visionary/platform/http';
import type { Socket } from 'socket.io';
import { personChannel } from './live-socket.js';

/** Whose a socket is: all that stand in one channel share a number of places on this node. */
export interface Owner {
  readonly channel: string;
  readonly atMost: number;
}

export interface Doorkeeping {
  readonly sessions: SessionReader;
  readonly origins: Origins;
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
interface Introduction {
  readonly protocol?: unknown;
  /** The same each time this page connects. */
  readonly page?: unknown;
}

const PAGE_LENGTH = 36;
const pageOf = ({ page }: Introduction): string | null =>
  typeof page === 'string' && page.length <= PAGE_LENGTH ? page : null;

/** The nearest address that is no proxy of ours, as Express finds it for requests. */
const addressOf = ({ request }: Socket, trusts: Doorkeeping['trusts']): string => {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',');
  const hops = [request.socket.remoteAddress ?? '', ...forwarded.map((one) => one.trim()).reverse()].filter(Boolean);
  return hops.find((address, index) => !trusts(address, index)) ?? hops.at(-1) ?? '';
};

/** Who may connect at all: pages of this origin that speak this protocol. A socket without a session is a visitor's. */
export const handshake =
  ({ sessions, origins, visitorSockets, trusts, now }: Doorkeeping) =>
  (socket: Socket, next: Next): void => {
    const { headers } = socket.request;
    if (!origins.allows(headers.origin, headers.host)) return next(refusal('ORIGIN_REFUSED'));
    const introduction = socket.handshake.auth as Introduction;
    if (introduction.protocol !== PROTOCOL) {
      return next(refusal('PROTOCOL_MISMATCH'));
    }
    sessions.read(headers.cookie).then(
      (session) => {
        const ban = session && banOf(session.sanctions, now());
        if (ban) return next(refusal('SAFETY_BANNED', ban.detail));
        const owner: Owner = session
          ? { channel: personChannel(session.person.id), atMost: LIMITS.socketsPerPerson }
          : { channel: `visitors:${addressKey(addressOf(socket, trusts))}`, atMost: visitorSockets };
        socket.data = {
          owner,
          page: pageOf(introduction),
          person: session?.person ?? null,
          sessionId: session?.sessionId ?? null,
          since: session?.since ?? null,
          sanctions: session?.sanctions ?? null,
        };
        next();
      },
      (error: unknown) => next(refusal(isAway(error) ? 'UNAVAILABLE' : 'INTERNAL')),
    );
  };
