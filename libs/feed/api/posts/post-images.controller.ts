import { Controller, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { Id } from '@visionary/contract';
import { fileNameFromPrompt } from '@visionary/generation';
import { Rejection } from '@visionary/kernel';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { PathId, Route } from '@visionary/platform/http';
import { ContentHash, sendImage, ThumbnailSize, Thumbnails } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { requireVisibleTo } from '../../domain/posts/visibility.js';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../storage/posts/posts.repository.js';

const ImageQuery = z.strictObject({ download: z.string().optional() });
const ThumbnailParams = z.strictObject({
  postId: Id,
  size: ThumbnailSize,
  hash: ContentHash,
});

const BlobParams = z.strictObject({ postId: Id, hash: ContentHash });

const isForEveryone = ({ contentRating }: Pick<Post, 'contentRating'>): boolean => contentRating === 'everyone';

/** Images and thumbnails of posts. Visitors get only those rated for everyone. */
@Controller()
export class PostImagesController {
  constructor(
    private readonly posts: Posts,
    private readonly thumbnails: Thumbnails,
    private readonly blobs: BlobStore,
  ) {}

  /** @throws Rejection FEED_POST_NOT_FOUND */
  @Route('postImage')
  async image(
    @PathId('postId') postId: string,
    @Query({ schema: ImageQuery }) { download }: z.infer<typeof ImageQuery>,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const post = await this.find(postId, asker);
    if (download !== undefined) response.attachment(await this.nameOf(post, 'png'));
    const { sha256 } = post.image;
    const isPublic = isForEveryone(post);
    const answer = await sendImage({ sha256, isPublic, type: 'image/png' }, this.blobs, request, response);
    if (answer === null) throw new Rejection('FEED_POST_NOT_FOUND');
    // The post may be removed, so caches must revalidate.
    response.setHeader('Cache-Control', `${isPublic ? 'public' : 'private'}, no-cache`);
    return answer;
  }

  /** @throws Rejection FEED_POST_NOT_FOUND, also for another hash and for a size above the image's own */
  @Route('postThumbnail')
  async thumbnail(
    @Param({ schema: ThumbnailParams }) { postId, size: side, hash }: z.infer<typeof ThumbnailParams>,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const post = await this.find(postId, asker);
    const image = { ...post.image, isPublic: isForEveryone(post) };
    const file = post.image.sha256 === hash ? await this.thumbnails.send(image, side, request, response) : null;
    if (file === null) throw new Rejection('FEED_POST_NOT_FOUND');
    return file;
  }

  /** @throws Rejection FEED_POST_NOT_FOUND, also for another hash */
  @Route('postReplaySheet')
  async replay(
    @Param({ schema: BlobParams }) { postId, hash }: z.infer<typeof BlobParams>,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const post = await this.find(postId, asker);
    return this.sendWebp(post, hash, post.replay?.sha256, request, response);
  }

  /** @throws Rejection FEED_POST_NOT_FOUND, also for another hash */
  @Route('postClip')
  async clip(
    @Param({ schema: BlobParams }) { postId, hash }: z.infer<typeof BlobParams>,
    @Query({ schema: ImageQuery }) { download }: z.infer<typeof ImageQuery>,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const post = await this.find(postId, asker);
    if (download !== undefined) response.attachment(await this.nameOf(post, 'webp'));
    return this.sendWebp(post, hash, post.replay?.clip.sha256, request, response);
  }

  private async sendWebp(
    post: Post,
    hash: string,
    existing: string | undefined,
    request: Request,
    response: Response,
  ): Promise<StreamableFile | undefined> {
    const image = { sha256: hash, isPublic: isForEveryone(post), type: 'image/webp' } as const;
    const answer = hash === existing ? await sendImage(image, this.blobs, request, response) : null;
    if (answer === null) throw new Rejection('FEED_POST_NOT_FOUND');
    return answer;
  }

  private async find(postId: string, asker: Identity | null): Promise<Post> {
    return requireVisibleTo(asker?.user.id ?? null, await this.posts.byId(postId));
  }

  private async nameOf({ id, title, prompt }: Post, extension: 'png' | 'webp'): Promise<string> {
    const seed = (await this.posts.parametersOf(id))?.seed;
    const name = fileNameFromPrompt(title || prompt) || 'image';
    return `${name}${seed === undefined ? '' : ` ${seed}`}.${extension}`;
  }
}
