import { Controller, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { Id, THUMBNAIL_SIZES, BLUR_PLACEHOLDER_SIZE } from '@visionary/contract';
import { fileNameFromPrompt } from '@visionary/generation';
import { Rejection } from '@visionary/kernel';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { Route } from '@visionary/platform/http';
import { sendImage } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { requireVisibleTo } from '../../domain/posts/visibility.js';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { sidesOf } from './post-addresses.js';
import { PreviewCreator } from './preview-creator.js';

const OneOf = z.strictObject({ postId: Id });
const Asked = z.strictObject({ download: z.string().optional() });
const Small = z.strictObject({
  postId: Id,
  side: z.enum([BLUR_PLACEHOLDER_SIZE, ...THUMBNAIL_SIZES].map(String)).transform(Number),
  hash: z.string().regex(/^[0-9a-f]{64}$/, '64 hex digits'),
});

const isForEverybody = ({ contentRating }: Pick<Post, 'contentRating'>): boolean => contentRating === 'everyone';

/** Images of posts, whole and small, as long as they are published: visitors get those that are for everybody. */
@Controller()
export class PostImagesController {
  constructor(
    private readonly posts: Posts,
    private readonly creator: PreviewCreator,
    private readonly blobs: BlobStore,
  ) {}

  /** @throws Rejection FEED_POST_NOT_FOUND */
  @Route('postImage')
  async image(
    @Param({ schema: OneOf }) { postId }: z.infer<typeof OneOf>,
    @Query({ schema: Asked }) { download }: z.infer<typeof Asked>,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const post = await this.find(postId, asker);
    if (download !== undefined) response.attachment(await this.nameOf(post));
    const { sha256 } = post.image;
    const isPublic = isForEverybody(post);
    const answer = await sendImage({ sha256, isPublic, type: 'image/png' }, this.blobs, request, response);
    if (answer === null) throw new Rejection('FEED_POST_NOT_FOUND');
    // Its address names the post, which may be taken back: whoever keeps the image asks whether it still stands.
    response.setHeader('Cache-Control', `${isPublic ? 'public' : 'private'}, no-cache`);
    return answer;
  }

  /** @throws Rejection FEED_POST_NOT_FOUND, also for another image's hash and a side beyond the image's own */
  @Route('postThumbnail')
  async preview(
    @Param({ schema: Small }) { postId, side, hash }: z.infer<typeof Small>,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const post = await this.find(postId, asker);
    const { image } = post;
    const isThere = side === BLUR_PLACEHOLDER_SIZE || sidesOf(image).includes(side);
    if (image.sha256 !== hash || !isThere) throw new Rejection('FEED_POST_NOT_FOUND');
    const answer = (sha256: string) =>
      sendImage({ sha256, isPublic: isForEverybody(post), type: 'image/webp' }, this.blobs, request, response);
    const found = await answer(await this.creator.key(hash, side));
    // A copy that was swept away is made once more.
    const made = found === null ? await answer(await this.creator.again(hash, side)) : found;
    if (made === null) throw new Rejection('FEED_POST_NOT_FOUND');
    return made;
  }

  /** Visitors see only what is for everybody. */
  private async find(postId: string, asker: Identity | null): Promise<Post> {
    return requireVisibleTo(asker?.user.id ?? null, await this.posts.byId(postId));
  }

  private async nameOf({ id, title, prompt }: Post): Promise<string> {
    const seed = (await this.posts.parametersOf(id))?.seed;
    const words = fileNameFromPrompt(title || prompt) || 'image';
    return `${words}${seed === undefined ? '' : ` ${seed}`}.png`;
  }
}
