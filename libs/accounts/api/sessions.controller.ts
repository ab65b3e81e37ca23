import { Body, Controller, Query, Req, Res } from '@nestjs/common';
import {
  type CurrentSession,
  type EndSessions,
  type MeView,
  ROUTES,
  type SessionList,
  type SessionView,
  type SignIn,
} from '@visionary/contract';
import { CurrentUser, type Identity, SessionCookie } from '@visionary/platform/auth';
import { Config } from '@visionary/platform/config';
import { PathId, Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { originOf, type Session } from '../domain/session.js';
import { AccountsService } from '../use-cases/accounts.service.js';
import { InstanceProfile } from '../use-cases/instance-profile.js';
import { SessionsService } from '../use-cases/sessions.service.js';
import { deviceNames } from './device-names.js';
import { toCurrentSession, toMeView } from './views.js';

/** Signing in and out, and the sessions of the signed-in user. */
@Controller()
export class SessionsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly cookie: SessionCookie,
    private readonly instance: InstanceProfile,
    private readonly config: Config,
  ) {}

  @Route('signIn')
  async signIn(
    @Body({ schema: ROUTES.signIn.body }) body: SignIn,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeView> {
    const account = await this.accounts.signIn({ ...body, address: request.ip ?? '' });
    const token = await this.sessions.open(account, {
      previousToken: this.cookie.read(request.headers.cookie),
      origin: originOf(request.headers['user-agent'], request.ip),
    });
    response.setHeader('Set-Cookie', this.cookie.write(token));
    return toMeView(account);
  }

  @Route('signOut')
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const token = this.cookie.read(request.headers.cookie);
    if (token) await this.sessions.signOut(token);
    response.setHeader('Set-Cookie', this.cookie.clear());
  }

  @Route('getCurrentSession')
  async current(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<CurrentSession> {
    const token = this.cookie.read(request.headers.cookie);
    const current = token ? await this.sessions.currentAccount(token) : null;
    if (token && current?.isExtended) response.setHeader('Set-Cookie', this.cookie.write(token));
    const canLend = this.config.lending !== 'off';
    const instance = await this.instance.get();
    const session = current ? toCurrentSession(current.account, current.now) : { me: null };
    return { ...session, canLend, ...(instance && { instance }) };
  }

  @Route('sessions')
  async list(@CurrentUser() me: Identity): Promise<SessionList> {
    const sessions = await this.sessions.list(me.user.id);
    return { sessions: sessions.map((session) => toSessionView(session, me)) };
  }

  @Route('revokeSession')
  async revoke(@PathId('sessionId') sessionId: string, @CurrentUser() me: Identity): Promise<void> {
    await this.sessions.end(me.user.id, sessionId);
  }

  @Route('revokeSessions')
  async revokeMany(
    @Query({ schema: ROUTES.revokeSessions.query }) { which }: z.infer<typeof EndSessions>,
    @CurrentUser() me: Identity,
  ): Promise<void> {
    await this.sessions.endAll(me.user.id, which === 'others' ? me.sessionId : null);
  }
}

const toSessionView = ({ id, userAgent, address, createdAt, lastSeenAt }: Session, me: Identity): SessionView => ({
  id,
  ...deviceNames(userAgent),
  address,
  createdAt,
  lastSeenAt,
  isCurrent: id === me.sessionId,
});
