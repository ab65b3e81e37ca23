import { Controller, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { Id, PREVIEW_SIDES, VEIL_SIDE } from '@visionary/contract';
import { fileWords } from '@visionary/generation';
import { Rejection } from '@visionary/kernel';
import { type Identity, MaybeSignedIn } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { Route } from '@visionary/platform/http';
import { answerPicture } from '@visionary/platform/pictures';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { requireThereFor } from '../../domain/posts/openness.js';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { sidesOf } from './post-addresses.js';
import { PreviewMaker } from './preview-maker.js';

const OneOf = z.strictObject({ postId: Id });
const Asked = z.strictObject({ download: z.string().optional() });
const Small = z.strictObject({
  postId: Id,
  side: z.enum([VEIL_SIDE, ...PREVIEW_SIDES].map(String)).transform(Number),
  hash: z.string().regex(/^[0-9a-f]{64}$/, '64 hex digits'),
});

const isForEverybody = ({ maturity }: Pick<Post, 'maturity'>): boolean => maturity === 'everybody';

/** Pictures of posts, whole and small, as long as they are published: visitors get those that are for everybody. */
@Controller()
export class PostPicturesController {
  constructor(
    private readonly posts: Posts,
    private readonly maker: PreviewMaker,
    private readonly blobs: BlobStore,
  ) {}

  /** @throws Rejection FEED_POST_NOT_FOUND */
  @Route('postPicture')
  async picture(
    @Param({ schema: OneOf }) { postId }: z.infer<typeof OneOf>,
    @Query({ schema: Asked }) { download }: z.infer<typeof Asked>,
    @MaybeSignedIn() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const post = await this.find(postId, asker);
    if (download !== undefined) response.attachment(await this.nameOf(post));
    const { sha256 } = post.picture;
    const isPublic = isForEverybody(post);
    const answer = await answerPicture({ sha256, isPublic, type: 'image/png' }, this.blobs, request, response);
    if (answer === null) throw new Rejection('FEED_POST_NOT_FOUND');
    // Its address names the post, which may be taken back: whoever keeps the picture asks whether it still stands.
    response.setHeader('Cache-Control', `${isPublic ? 'public' : 'private'}, no-cache`);
    return answer;
  }

  /** @throws Rejection FEED_POST_NOT_FOUND, also for another picture's hash and a side beyond the picture's own */
  @Route('postPreview')
  async preview(
    @Param({ schema: Small }) { postId, side, hash }: z.infer<typeof Small>,
    @MaybeSignedIn() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const post = await this.find(postId, asker);
    const { picture } = post;
    const isThere = side === VEIL_SIDE || sidesOf(picture).includes(side);
    if (picture.sha256 !== hash || !isThere) throw new Rejection('FEED_POST_NOT_FOUND');
    const answer = (sha256: string) =>
      answerPicture({ sha256, isPublic: isForEverybody(post), type: 'image/webp' }, this.blobs, request, response);
    const found = await answer(await this.maker.key(hash, side));
    // A copy that was swept away is made once more.
    const made = found === null ? await answer(await this.maker.again(hash, side)) : found;
    if (made === null) throw new Rejection('FEED_POST_NOT_FOUND');
    return made;
  }

  /** Visitors see only what is for everybody. */
  private async find(postId: string, asker: Identity | null): Promise<Post> {
    return requireThereFor(asker?.person.id ?? null, await this.posts.byId(postId));
  }

  private async nameOf({ id, title, prompt }: Post): Promise<string> {
    const seed = (await this.posts.parametersOf(id))?.seed;
    const words = fileWords(title || prompt) || 'picture';
    return `${words}${seed === undefined ? '' : ` ${seed}`}.png`;
  }
}
