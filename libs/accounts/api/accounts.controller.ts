import { Body, Controller, Req, Res } from '@nestjs/common';
import {
  type MeView,
  ROUTES,
  type UpdateProfile as ChangeMeBody,
  type SignUp as SignUpBody,
} from '@visionary/contract';
import { type Identity, SessionCookie, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { originOf } from '../domain/session.js';
import { ChangeMe } from '../use-cases/change-me.js';
import { SignUp } from '../use-cases/sign-up.js';
import { toMeView } from './present.js';

@Controller()
export class AccountsController {
  constructor(
    private readonly signUpUseCase: SignUp,
    private readonly changeMeUseCase: ChangeMe,
    private readonly cookie: SessionCookie,
  ) {}

  /** A newcomer is signed in at once, in the language the browser asks for unless they chose one. */
  @Route('signUp')
  async signUp(
    @Body({ schema: ROUTES.signUp.body }) body: SignUpBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeView> {
    const language = body.language ?? (request.acceptsLanguages('en', 'zh') === 'zh' ? 'zh' : 'en');
    const { account, token } = await this.signUpUseCase.run({
      ...{ name: body.name, password: body.password, language, theme: body.theme ?? 'system' },
      ...{ address: request.ip ?? '', broughtToken: this.cookie.read(request.headers.cookie) },
      from: originOf(request.headers['user-agent'], request.ip),
    });
    response.setHeader('Set-Cookie', this.cookie.write(token));
    return toMeView(account);
  }

  @Route('updateProfile')
  async changeMe(
    @Body({ schema: ROUTES.updateProfile.body }) body: ChangeMeBody,
    @CurrentUser() me: Identity,
  ): Promise<MeView> {
    return toMeView(await this.changeMeUseCase.run(me.user.id, body));
  }
}
