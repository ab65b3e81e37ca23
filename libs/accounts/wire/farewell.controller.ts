import { Body, Controller, Res } from '@nestjs/common';
import { type DeleteMe as DeleteMeBody, ROUTES } from '@visionary/contract';
import { type Identity, SessionCookie, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Response } from 'express';
import { DeleteMe } from '../usecases/delete-me.js';
import { PersonalExport } from './personal-export.js';

/** What is mine, to take along, and the way out. */
@Controller()
export class FarewellController {
  constructor(
    private readonly personalExport: PersonalExport,
    private readonly deleteMe: DeleteMe,
    private readonly cookie: SessionCookie,
  ) {}

  @Route('exportMe')
  async export(@SignedIn() { person: { id } }: Identity, @Res() response: Response): Promise<void> {
    await this.personalExport.write(id, response);
  }

  @Route('deleteMe')
  async delete(
    @Body({ schema: ROUTES.deleteMe.body }) { password }: DeleteMeBody,
    @SignedIn() me: Identity,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.deleteMe.run(me.person.id, password);
    response.setHeader('Set-Cookie', this.cookie.clear());
  }
}
