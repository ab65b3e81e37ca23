import { Injectable, type OnModuleInit } from '@nestjs/common';
import { jsonListFile, PersonalData, type PersonalFile, type PersonalPart } from '@visionary/accounts';
import { BlobStore } from '@visionary/platform/blobs';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { PostUploads } from '../../domain/posts/post-uploads.js';

const PER_PAGE = 100;

/** What somebody published, for the export of their data: words, and the pictures they brought from elsewhere. */
@Injectable()
export class PersonalPosts implements PersonalPart, OnModuleInit {
  readonly folder = 'posts';

  constructor(
    private readonly data: PersonalData,
    private readonly posts: Posts,
    private readonly uploads: PostUploads,
    private readonly blobs: BlobStore,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
  }

  async *files(personId: string): AsyncIterable<PersonalFile> {
    const { posts } = this;
    yield jsonListFile('posts.json', async function* () {
      for await (const page of pages(posts, personId)) yield page.map(exported);
    });
    for await (const page of pages(posts, personId)) {
      for (const { id, take, picture } of page) if (!take) yield this.picture(`${id}.png`, picture.sha256);
    }
    for (const { id, sha256 } of await this.uploads.of(personId)) yield this.picture(`unpublished/${id}.png`, sha256);
  }

  private picture(name: string, sha256: string): PersonalFile {
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

async function* pages(posts: Posts, personId: string): AsyncIterable<Post[]> {
  for (let after = '', more = true; more;) {
    const page = await posts.by(personId, after, PER_PAGE);
    yield page;
    more = page.length === PER_PAGE;
    after = page.at(-1)?.id ?? after;
  }
}

/** A picture of a take lies among the takes. */
const exported = ({ id, title, words, tags, maturity, commentsOn, take, at, editedAt, prompt, ...post }: Post) => ({
  ...{ id, title, words, tags, maturity, commentsOn, prompt },
  ...(take && { takeId: take.takeId, picture: take.index }),
  ...{ likes: post.likes, comments: post.comments, views: post.views },
  at: new Date(at).toISOString(),
  ...(editedAt !== null && { editedAt: new Date(editedAt).toISOString() }),
});
