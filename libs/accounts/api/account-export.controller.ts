import { Body, Controller, Res } from '@nestjs/common';
import { type DeleteAccount as DeleteMeBody, ROUTES } from '@visionary/contract';
import { type Identity, SessionCookie, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Response } from 'express';
import { DeleteMe } from '../use-cases/delete-me.js';
import { PersonalDataZip } from './personal-data-zip.js';

/** What is mine, to take along, and the way out. */
@Controller()
export class AccountExportController {
  constructor(
    private readonly personalDataZip: PersonalDataZip,
    private readonly deleteMe: DeleteMe,
    private readonly cookie: SessionCookie,
  ) {}

  @Route('exportAccount')
  async export(@CurrentUser() { user: { id } }: Identity, @Res() response: Response): Promise<void> {
    await this.personalDataZip.write(id, response);
  }

  @Route('deleteAccount')
  async delete(
    @Body({ schema: ROUTES.deleteAccount.body }) { password }: DeleteMeBody,
    @CurrentUser() me: Identity,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.deleteMe.run(me.user.id, password);
    response.setHeader('Set-Cookie', this.cookie.clear());
  }
}
