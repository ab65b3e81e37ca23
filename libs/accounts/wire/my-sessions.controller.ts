import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  type ChangePassword as ChangePasswordBody,
  type EndSessions as EndSessionsQuery,
  Id,
  ROUTES,
  type SessionList,
  type SessionView,
} from '@visionary/contract';
import { type Identity, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import type { Session } from '../domain/session.js';
import { ChangePassword } from '../usecases/change-password.js';
import { EndSessions } from '../usecases/end-sessions.js';
import { ListSessions } from '../usecases/list-sessions.js';
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
  async sessions(@SignedIn() me: Identity): Promise<SessionList> {
    const sessions = await this.listSessions.run(me.person.id);
    return { sessions: sessions.map((session) => present(session, me)) };
  }

  @Route('endSession')
  async end(
    @Param({ schema: OneOfMine }) { sessionId }: z.infer<typeof OneOfMine>,
    @SignedIn() me: Identity,
  ): Promise<void> {
    await this.endSessions.one(me.person.id, sessionId);
  }

  @Route('endSessions')
  async endMany(
    @Query({ schema: ROUTES.endSessions.query }) { which }: z.infer<typeof EndSessionsQuery>,
    @SignedIn() me: Identity,
  ): Promise<void> {
    await this.endSessions.all(me.person.id, which === 'others' ? me.sessionId : null);
  }

  @Route('changePassword')
  async changePassword(
    @Body({ schema: ROUTES.changePassword.body }) body: ChangePasswordBody,
    @SignedIn() me: Identity,
  ): Promise<void> {
    await this.changePasswordUseCase.run({ accountId: me.person.id, sessionId: me.sessionId, ...body });
  }
}

const present = ({ id, userAgent, address, createdAt, lastSeenAt }: Session, me: Identity): SessionView => ({
  ...{ id, ...deviceNames(userAgent), address, createdAt, lastSeenAt },
  isThis: id === me.sessionId,
});
