import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isoTime, paginate } from '@visionary/kernel';
import { PersonalDataExporters, type ExportFile, storedFile } from '@visionary/accounts';
import { BlobStore } from '@visionary/platform/blobs';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../storage/posts/posts.repository.js';
import { PostUploads } from '../../storage/posts/sql-post-uploads.js';

const PER_PAGE = 100;

/** Exports a user's posts, uploaded images, and clips. */
@Injectable()
export class PostsExporter implements OnModuleInit {
  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly posts: Posts,
    private readonly uploads: PostUploads,
    private readonly blobs: BlobStore,
  ) {}

  onModuleInit(): void {
    this.exporters.addList('posts/posts.json', (userId) => this.pages(userId, toExport));
    this.exporters.add((userId) => this.images(userId));
  }

  private pages<T extends object>(userId: string, present: (post: Post) => T): AsyncIterable<readonly T[]> {
    return paginate(PER_PAGE, (last?: Post) => this.posts.ofAuthor(userId, last?.id ?? '', PER_PAGE), present);
  }

  private async *images(userId: string): AsyncIterable<ExportFile> {
    for await (const page of this.pages(userId, (post) => post)) {
      for (const { id, take, image, replay } of page) {
        if (!take) yield this.image(`${id}.png`, image.sha256);
        if (replay) yield this.image(`${id}.webp`, replay.clip.sha256);
      }
    }
    for (const { id, sha256 } of await this.uploads.of(userId)) yield this.image(`unpublished/${id}.png`, sha256);
  }

  private image(name: string, sha256: string): ExportFile {
    return storedFile(`posts/${name}`, () => this.blobs.open(sha256));
  }
}

/** Images of takes are exported with the takes. */
const toExport = ({
  id,
  title,
  description,
  tags,
  contentRating,
  commentsEnabled,
  replayEnabled,
  take,
  at,
  editedAt,
  prompt,
  ...post
}: Post) => ({
  id,
  title,
  description,
  tags,
  contentRating,
  commentsOn: commentsEnabled,
  replayOn: replayEnabled,
  prompt,
  ...(take && { takeId: take.takeId, image: take.index }),
  likes: post.likes,
  comments: post.comments,
  views: post.views,
  at: isoTime(at),
  ...(editedAt !== null && { editedAt: isoTime(editedAt) }),
});
