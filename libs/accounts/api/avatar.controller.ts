import { Controller, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { type AvatarCrop, Id, LIMITS, type MeView, ROUTES } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { CurrentUser, type Identity } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { Route } from '@visionary/platform/http';
import { rawBody, sendImage } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { AccountsService } from '../use-cases/accounts.service.js';
import { Avatars } from './avatars.js';
import { toMeView } from './views.js';

const BODY_OPTIONS = { limitBytes: LIMITS.uploadBytes, unreadableCode: 'ACCOUNTS_AVATAR_UNREADABLE' } as const;
const AvatarParams = z.strictObject({ userId: Id, hash: z.string().regex(/^[0-9a-f]{64}$/, '64 hex digits') });

@Controller()
export class AvatarController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly avatars: Avatars,
    private readonly blobs: BlobStore,
  ) {}

  /** @throws Rejection as rawBody and Avatars.set */
  @Route('setAvatar')
  async set(
    @Query({ schema: ROUTES.setAvatar.query }) crop: AvatarCrop,
    @CurrentUser() me: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeView> {
    const file = await rawBody(request, response, BODY_OPTIONS);
    return toMeView(await this.avatars.set(me.user.id, file, crop));
  }

  @Route('removeAvatar')
  async remove(@CurrentUser() me: Identity): Promise<MeView> {
    return toMeView(await this.avatars.remove(me.user.id));
  }

  /** Public, like names. @throws Rejection NOT_FOUND when the user has another avatar or none */
  @Route('userAvatar')
  async show(
    @Param({ schema: AvatarParams }) { userId, hash }: z.infer<typeof AvatarParams>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const account = await this.accounts.byId(userId);
    if (account?.image !== hash) throw new Rejection('NOT_FOUND');
    const image = { sha256: hash, isPublic: true, type: 'image/webp' } as const;
    const file = await sendImage(image, this.blobs, request, response);
    if (file === null) throw new Rejection('NOT_FOUND');
    return file;
  }
}
