import { Injectable, type OnModuleInit } from '@nestjs/common';
import { jsonListFile, PersonalDataExporters, type ExportFile, type PersonalDataExporter } from '@visionary/accounts';
import { BlobStore } from '@visionary/platform/blobs';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../storage/posts/posts.repository.js';
import { PostUploads } from '../../storage/posts/sql-post-uploads.js';

const PER_PAGE = 100;

/** Exports a user's posts and uploaded images. */
@Injectable()
export class PostsExporter implements PersonalDataExporter, OnModuleInit {
  readonly folder = 'posts';

  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly posts: Posts,
    private readonly uploads: PostUploads,
    private readonly blobs: BlobStore,
  ) {}

  onModuleInit(): void {
    this.exporters.add(this);
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    const { posts } = this;
    yield jsonListFile('posts.json', async function* () {
      for await (const page of pages(posts, userId)) yield page.map(toExport);
    });
    for await (const page of pages(posts, userId)) {
      for (const { id, take, image } of page) if (!take) yield this.image(`${id}.png`, image.sha256);
    }
    for (const { id, sha256 } of await this.uploads.of(userId)) yield this.image(`unpublished/${id}.png`, sha256);
  }

  private image(name: string, sha256: string): ExportFile {
    const { blobs } = this;
    return {
      name,
      async *content() {
        const blob = await blobs.open(sha256);
        if (blob) yield* blob.stream as AsyncIterable<Uint8Array>;
      },
    };
  }
}

/** All posts of a user, page by page. */
async function* pages(posts: Posts, userId: string): AsyncIterable<Post[]> {
  for (let after = '', more = true; more;) {
    const page = await posts.by(userId, after, PER_PAGE);
    yield page;
    more = page.length === PER_PAGE;
    after = page.at(-1)?.id ?? after;
  }
}

/** Images of takes are exported with the takes. */
const toExport = ({
  id,
  title,
  words,
  tags,
  contentRating,
  commentsEnabled,
  take,
  at,
  editedAt,
  prompt,
  ...post
}: Post) => ({
  id,
  title,
  words,
  tags,
  contentRating,
  commentsOn: commentsEnabled,
  prompt,
  ...(take && { takeId: take.takeId, image: take.index }),
  likes: post.likes,
  comments: post.comments,
  views: post.views,
  at: new Date(at).toISOString(),
  ...(editedAt !== null && { editedAt: new Date(editedAt).toISOString() }),
});
