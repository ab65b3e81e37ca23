import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { PostView } from '@visionary/contract';
import { truncate, renderMentions } from '@visionary/kernel';
import { type LinkPreview, LinkPreviews } from '@visionary/platform/http';
import { isVisibleTo } from '../../domain/posts/visibility.js';
import { PostPresenter } from './post-presenter.js';

const PATH = /^\/p\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/;
const MAX_TITLE_LENGTH = 90;
const MAX_DESCRIPTION_LENGTH = 200;

/** Link previews of posts. Other sites request them as visitors, so only posts rated for everyone have one. */
@Injectable()
export class PostLinkPreviews implements OnModuleInit {
  constructor(
    private readonly linkPreviews: LinkPreviews,
    private readonly presenter: PostPresenter,
  ) {}

  onModuleInit(): void {
    this.linkPreviews.add(async (path) => {
      const [, id] = PATH.exec(path) ?? [];
      const [post] = id === undefined ? [] : await this.presenter.byIds([id]);
      return post && isVisibleTo(null, post) ? previewOf(post) : null;
    });
  }
}

const previewOf = (post: PostView): LinkPreview => {
  const { title, description, prompt, mentions = [], author } = post;
  const names = new Map(mentions.map(({ id, name }) => [id, name]));
  const text = renderMentions(description, (id) => names.get(id) ?? '') || prompt;
  return {
    title: truncate(title || prompt || author.name, MAX_TITLE_LENGTH),
    description: truncate(author.name ? `${author.name}: ${text}` : text, MAX_DESCRIPTION_LENGTH),
    path: `/p/${post.id}`,
    author: author.name,
    at: post.at,
    image: imageOf(post),
  };
};

/** The largest thumbnail: sites scale it themselves. */
const imageOf = ({ image }: PostView): NonNullable<LinkPreview['image']> => {
  const { width, height, url, thumbnails } = image;
  const thumbnail = thumbnails.at(-1);
  if (!thumbnail) return { path: url, width, height, type: 'image/png' };
  const scale = Math.min(1, thumbnail.side / Math.max(width, height));
  return {
    path: thumbnail.url,
    width: Math.round(width * scale),
    height: Math.round(height * scale),
    type: 'image/webp',
  };
};
