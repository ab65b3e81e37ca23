import { Body, Controller, Req, Res } from '@nestjs/common';
import { type MeView, ROUTES, type SignIn as SignInBody, type CurrentSession as WhoAmIView } from '@visionary/contract';
import { SessionCookie } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { originOf } from '../domain/session.js';
import { OpenSession } from '../use-cases/open-session.js';
import { SignIn } from '../use-cases/sign-in.js';
import { SignOut } from '../use-cases/sign-out.js';
import { WhoAmI } from '../use-cases/who-am-i.js';
import { toMeView, toCurrentSession } from './present.js';

@Controller()
export class SessionController {
  constructor(
    private readonly signInUseCase: SignIn,
    private readonly openSession: OpenSession,
    private readonly signOutUseCase: SignOut,
    private readonly whoAmIUseCase: WhoAmI,
    private readonly cookie: SessionCookie,
  ) {}

  @Route('signIn')
  async signIn(
    @Body({ schema: ROUTES.signIn.body }) body: SignInBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeView> {
    const account = await this.signInUseCase.run({ ...body, address: request.ip ?? '' });
    const broughtToken = this.cookie.read(request.headers.cookie);
    const from = originOf(request.headers['user-agent'], request.ip);
    const token = await this.openSession.run({ account, broughtToken, from });
    response.setHeader('Set-Cookie', this.cookie.write(token));
    return toMeView(account);
  }

  @Route('signOut')
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const token = this.cookie.read(request.headers.cookie);
    if (token) await this.signOutUseCase.run(token);
    response.setHeader('Set-Cookie', this.cookie.clear());
  }

  @Route('getCurrentSession')
  async whoAmI(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<WhoAmIView> {
    const token = this.cookie.read(request.headers.cookie);
    const found = token ? await this.whoAmIUseCase.run(token) : null;
    if (token && found?.prolonged) response.setHeader('Set-Cookie', this.cookie.write(token));
    return found ? toCurrentSession(found.account, found.now) : { me: null };
  }
}
