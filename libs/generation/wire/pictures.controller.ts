import { Controller, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { Id } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, MaybeSignedIn } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { Route } from '@visionary/platform/http';
import { answerPicture } from '@visionary/platform/pictures';
import { RoomAccess } from '@visionary/platform/realtime';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { levelOf } from '../domain/picture-level.js';
import { FindPicture } from '../usecases/find-picture.js';
import { pictureName } from './picture-name.js';

const Place = z.strictObject({ takeId: Id, index: z.string().regex(/^\d$/, 'a digit').transform(Number) });
const Asked = z.strictObject({ download: z.string().optional() });

/** The PNG of a take, for whoever may see its room. */
@Controller()
export class PicturesController {
  constructor(
    private readonly findPicture: FindPicture,
    private readonly blobs: BlobStore,
    private readonly access: RoomAccess,
  ) {}

  /** @throws Rejection GENERATION_TAKE_NOT_FOUND also where the picture is, but not for this person */
  @Route('picture')
  async picture(
    @Param({ schema: Place }) { takeId, index }: z.infer<typeof Place>,
    @Query({ schema: Asked }) { download }: z.infer<typeof Asked>,
    @MaybeSignedIn() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const { take, picture } = await this.findPicture.run(takeId, index);
    if (!(await this.access.roleOf(asker?.person.id ?? null, take.roomId))) throw notFound();
    // Visitors see only what is for everybody.
    const isForEverybody = levelOf(picture) === undefined;
    if (!isForEverybody && !asker) throw notFound();
    const isPublic = isForEverybody && (await this.access.roleOf(null, take.roomId)) !== null;
    if (download !== undefined) response.attachment(pictureName(take, picture.seed));
    const answered = { sha256: picture.sha256, isPublic, type: 'image/png' } as const;
    const answer = await answerPicture(answered, this.blobs, request, response);
    if (answer === null) throw notFound();
    return answer;
  }
}

const notFound = () => new Rejection('GENERATION_TAKE_NOT_FOUND');
