import { z } from 'zod';
import { ChangeMe, MeView, SignIn, SignUp, WhoAmI } from './accounts.js';
import { ModelList } from './generation.js';
import { InvitationPreview, InvitationView, LobbyView, NewRoom, RoomView } from './rooms.js';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  readonly reply?: z.ZodType;
  readonly status: number;
}

export const Health = z
  .strictObject({
    status: z.enum(['ok', 'degraded']),
    mode: z.enum(['embedded', 'cluster']),
    version: z.string(),
    database: z.enum(['up', 'down']),
    bus: z.enum(['in-process', 'up', 'down']),
    renderer: z.enum(['ready', 'starting', 'away']),
    eventLoopDelayP99Ms: z.number(),
    sockets: z.number().int(),
    uptimeSeconds: z.number(),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;

export const LobbyQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  search: z.string().max(100).optional(),
});

/** HTTP, for what a page needs before its socket stands. `:name` marks a parameter. */
export const ROUTES = {
  health: { method: 'GET', path: '/api/health', reply: Health, status: 200 },
  signUp: { method: 'POST', path: '/api/accounts', body: SignUp, reply: MeView, status: 201 },
  signIn: { method: 'POST', path: '/api/session', body: SignIn, reply: MeView, status: 200 },
  signOut: { method: 'DELETE', path: '/api/session', status: 204 },
  whoAmI: { method: 'GET', path: '/api/me', reply: WhoAmI, status: 200 },
  changeMe: { method: 'PATCH', path: '/api/me', body: ChangeMe, reply: MeView, status: 200 },
  lobby: { method: 'GET', path: '/api/rooms', query: LobbyQuery, reply: LobbyView, status: 200 },
  openRoom: { method: 'POST', path: '/api/rooms', body: NewRoom, reply: RoomView, status: 201 },
  invite: { method: 'POST', path: '/api/rooms/:roomId/invitations', reply: InvitationView, status: 201 },
  invitation: { method: 'GET', path: '/api/invitations/:token', reply: InvitationPreview, status: 200 },
  acceptInvitation: { method: 'POST', path: '/api/invitations/:token', reply: RoomView, status: 200 },
  models: { method: 'GET', path: '/api/models', reply: ModelList, status: 200 },
  picture: { method: 'GET', path: '/api/takes/:takeId/pictures/:index', status: 200 },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
