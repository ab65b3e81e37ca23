import { type ErrorCode, PROTOCOL } from '@visionary/contract';
import type { Origins, SessionReader } from '@visionary/platform/auth';
import type { Socket } from 'socket.io';

/** The page reads `data.code` of the connect error. */
const refusal = (code: ErrorCode): Error => Object.assign(new Error(code), { data: { code } });

type Next = (error?: Error) => void;

/** Who may connect at all: pages of this origin that speak this protocol. A socket without a session is a visitor's. */
export const handshake =
  (sessions: SessionReader, origins: Origins) =>
  (socket: Socket, next: Next): void => {
    const { headers } = socket.request;
    if (!origins.allows(headers.origin, headers.host)) return next(refusal('ORIGIN_REFUSED'));
    if ((socket.handshake.auth as { protocol?: unknown }).protocol !== PROTOCOL) {
      return next(refusal('PROTOCOL_MISMATCH'));
    }
    sessions.read(headers.cookie).then(
      (session) => {
        socket.data = { person: session?.person ?? null, sessionId: session?.sessionId ?? null };
        next();
      },
      () => next(refusal('INTERNAL')),
    );
  };
