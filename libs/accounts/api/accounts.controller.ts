import { Body, Controller, Req, Res } from '@nestjs/common';
import {
  type ChangePassword,
  type DeleteAccount,
  type MeView,
  ROUTES,
  type SignUp,
  type UpdateProfile,
} from '@visionary/contract';
import { CurrentUser, type Identity, SessionCookie } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { originOf } from '../domain/session.js';
import { AccountsService } from '../use-cases/accounts.service.js';
import { Avatars } from './avatars.js';
import { PersonalDataZip } from './personal-data-zip.js';
import { toMeView } from './views.js';

@Controller()
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly avatars: Avatars,
    private readonly personalDataZip: PersonalDataZip,
    private readonly cookie: SessionCookie,
  ) {}

  /** Also signs the browser in. The language defaults to the one the browser asks for. */
  @Route('signUp')
  async signUp(
    @Body({ schema: ROUTES.signUp.body }) body: SignUp,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeView> {
    const { account, token } = await this.accounts.signUp({
      name: body.name,
      password: body.password,
      language: body.language ?? (request.acceptsLanguages('en', 'zh') === 'zh' ? 'zh' : 'en'),
      theme: body.theme ?? 'system',
      address: request.ip ?? '',
      previousToken: this.cookie.read(request.headers.cookie),
      origin: originOf(request.headers['user-agent'], request.ip),
    });
    response.setHeader('Set-Cookie', this.cookie.write(token));
    return toMeView(account);
  }

  @Route('updateProfile')
  async updateProfile(
    @Body({ schema: ROUTES.updateProfile.body }) body: UpdateProfile,
    @CurrentUser() me: Identity,
  ): Promise<MeView> {
    return toMeView(await this.accounts.updateProfile(me.user.id, body));
  }

  @Route('changePassword')
  async changePassword(
    @Body({ schema: ROUTES.changePassword.body }) body: ChangePassword,
    @CurrentUser() me: Identity,
  ): Promise<void> {
    await this.accounts.changePassword({ accountId: me.user.id, sessionId: me.sessionId, ...body });
  }

  @Route('exportAccount')
  async export(@CurrentUser() me: Identity, @Res() response: Response): Promise<void> {
    await this.personalDataZip.write(me.user.id, response);
  }

  @Route('deleteAccount')
  async delete(
    @Body({ schema: ROUTES.deleteAccount.body }) { password }: DeleteAccount,
    @CurrentUser() me: Identity,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const { image } = await this.accounts.deleteWithPassword(me.user.id, password);
    if (image !== null) await this.avatars.deleteUnused(image);
    response.setHeader('Set-Cookie', this.cookie.clear());
  }
}
