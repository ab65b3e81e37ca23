import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  type ChangePassword as ChangePasswordBody,
  type EndSessions as EndSessionsQuery,
  Id,
  ROUTES,
  type SessionList,
  type SessionView,
} from '@visionary/contract';
import { type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import type { Session } from '../domain/session.js';
import { ChangePassword } from '../use-cases/change-password.js';
import { EndSessions } from '../use-cases/end-sessions.js';
import { ListSessions } from '../use-cases/list-sessions.js';
import { deviceNames } from './device-names.js';

const OneOfMine = z.strictObject({ sessionId: Id });

/** Where I am signed in, and with which password. */
@Controller()
export class MySessionsController {
  constructor(
    private readonly listSessions: ListSessions,
    private readonly endSessions: EndSessions,
    private readonly changePasswordUseCase: ChangePassword,
  ) {}

  @Route('sessions')
  async sessions(@CurrentUser() me: Identity): Promise<SessionList> {
    const sessions = await this.listSessions.run(me.user.id);
    return { sessions: sessions.map((session) => present(session, me)) };
  }

  @Route('revokeSession')
  async end(
    @Param({ schema: OneOfMine }) { sessionId }: z.infer<typeof OneOfMine>,
    @CurrentUser() me: Identity,
  ): Promise<void> {
    await this.endSessions.one(me.user.id, sessionId);
  }

  @Route('revokeSessions')
  async endMany(
    @Query({ schema: ROUTES.revokeSessions.query }) { which }: z.infer<typeof EndSessionsQuery>,
    @CurrentUser() me: Identity,
  ): Promise<void> {
    await this.endSessions.all(me.user.id, which === 'others' ? me.sessionId : null);
  }

  @Route('changePassword')
  async changePassword(
    @Body({ schema: ROUTES.changePassword.body }) body: ChangePasswordBody,
    @CurrentUser() me: Identity,
  ): Promise<void> {
    await this.changePasswordUseCase.run({ accountId: me.user.id, sessionId: me.sessionId, ...body });
  }
}

const present = ({ id, userAgent, address, createdAt, lastSeenAt }: Session, me: Identity): SessionView => ({
  ...{ id, ...deviceNames(userAgent), address, createdAt, lastSeenAt },
  isCurrent: id === me.sessionId,
});
