import { Controller, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { Id, LIMITS, type MeView, type AvatarCrop, ROUTES } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, CurrentUser } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { Route } from '@visionary/platform/http';
import { sendImage, rawBody } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Accounts } from '../domain/account.js';
import { ChangeAvatar } from '../use-cases/change-avatar.js';
import { AvatarCropper } from './avatar-cropper.js';
import { toMeView } from './present.js';

const LIMITED = { limitBytes: LIMITS.uploadBytes, unreadable: 'ACCOUNTS_AVATAR_UNREADABLE' } as const;
const Place = z.strictObject({ userId: Id, hash: z.string().regex(/^[0-9a-f]{64}$/, '64 hex digits') });

/** The image that users show beside their name. */
@Controller()
export class AvatarController {
  constructor(
    private readonly accounts: Accounts,
    private readonly cutter: AvatarCropper,
    private readonly changeAvatar: ChangeAvatar,
    private readonly blobs: BlobStore,
  ) {}

  /** @throws Rejection as rawBody and AvatarCropper */
  @Route('setAvatar')
  async change(
    @Query({ schema: ROUTES.setAvatar.query }) crop: AvatarCrop,
    @CurrentUser() me: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeView> {
    const image = await this.cutter.cut(await rawBody(request, response, LIMITED), crop);
    return toMeView(await this.changeAvatar.run(me.user.id, image));
  }

  @Route('removeAvatar')
  async remove(@CurrentUser() me: Identity): Promise<MeView> {
    return toMeView(await this.changeAvatar.run(me.user.id, null));
  }

  /** For everybody, as names are. @throws Rejection NOT_FOUND where they show another one by now, or none */
  @Route('userAvatar')
  async show(
    @Param({ schema: Place }) { userId, hash }: z.infer<typeof Place>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const account = await this.accounts.byId(userId);
    if (account?.image !== hash) throw new Rejection('NOT_FOUND');
    const answered = { sha256: hash, isPublic: true, type: 'image/webp' } as const;
    const answer = await sendImage(answered, this.blobs, request, response);
    if (answer === null) throw new Rejection('NOT_FOUND');
    return answer;
  }
}
