import { Controller, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { Id, LIMITS, type MeView, type PictureCrop, ROUTES } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, SignedIn } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { Route } from '@visionary/platform/http';
import { answerPicture, rawBody } from '@visionary/platform/pictures';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Accounts } from '../domain/account.js';
import { ChangePicture } from '../usecases/change-picture.js';
import { FaceCutter } from './face-cutter.js';
import { presentMe } from './present.js';

const LIMITED = { limitBytes: LIMITS.uploadBytes, unreadable: 'ACCOUNTS_PICTURE_UNREADABLE' } as const;
const Place = z.strictObject({ personId: Id, hash: z.string().regex(/^[0-9a-f]{64}$/, '64 hex digits') });

/** The picture that people show beside their name. */
@Controller()
export class MyPictureController {
  constructor(
    private readonly accounts: Accounts,
    private readonly cutter: FaceCutter,
    private readonly changePicture: ChangePicture,
    private readonly blobs: BlobStore,
  ) {}

  /** @throws Rejection as rawBody and FaceCutter */
  @Route('changeMyPicture')
  async change(
    @Query({ schema: ROUTES.changeMyPicture.query }) crop: PictureCrop,
    @SignedIn() me: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeView> {
    const picture = await this.cutter.cut(await rawBody(request, response, LIMITED), crop);
    return presentMe(await this.changePicture.run(me.person.id, picture));
  }

  @Route('removeMyPicture')
  async remove(@SignedIn() me: Identity): Promise<MeView> {
    return presentMe(await this.changePicture.run(me.person.id, null));
  }

  /** For everybody, as names are. @throws Rejection NOT_FOUND where they show another one by now, or none */
  @Route('personPicture')
  async show(
    @Param({ schema: Place }) { personId, hash }: z.infer<typeof Place>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const account = await this.accounts.byId(personId);
    if (account?.picture !== hash) throw new Rejection('NOT_FOUND');
    const answered = { sha256: hash, isPublic: true, type: 'image/webp' } as const;
    const answer = await answerPicture(answered, this.blobs, request, response);
    if (answer === null) throw new Rejection('NOT_FOUND');
    return answer;
  }
}
