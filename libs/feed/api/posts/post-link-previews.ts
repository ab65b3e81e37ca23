import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { PostView } from '@visionary/contract';
import { truncate, renderMentions } from '@visionary/kernel';
import { type LinkPreview, LinkPreviews } from '@visionary/platform/http';
import { isVisibleTo } from '../../domain/posts/visibility.js';
import { PostViews } from './post-views.js';

const PATH = /^\/p\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/;
const TITLE_AT_MOST = 90;
const DESCRIPTION_AT_MOST = 200;

/** What other sites show of an image that somebody links to, and ask for as visitors: of what is not for everybody, nothing. */
@Injectable()
export class PostLinkPreviews implements OnModuleInit {
  constructor(
    private readonly cards: LinkPreviews,
    private readonly views: PostViews,
  ) {}

  onModuleInit(): void {
    this.cards.add(async (path) => {
      const [, id] = PATH.exec(path) ?? [];
      const [post] = id === undefined ? [] : await this.views.byIds([id]);
      return post && isVisibleTo(null, post) ? cardOf(post) : null;
    });
  }
}

const cardOf = (post: PostView): LinkPreview => {
  const { title, description, prompt, mentions = [], author } = post;
  const names = new Map(mentions.map(({ id, name }) => [id, name]));
  const told = renderMentions(description, (id) => names.get(id) ?? '') || prompt;
  return {
    title: truncate(title || prompt || author.name, TITLE_AT_MOST),
    description: truncate(author.name ? `${author.name}: ${told}` : told, DESCRIPTION_AT_MOST),
    path: `/p/${post.id}`,
    author: author.name,
    at: post.at,
    image: imageOf(post),
  };
};

/** The largest copy: sites make their own of it. */
const imageOf = ({ image }: PostView): NonNullable<LinkPreview['image']> => {
  const { width, height, url, thumbnails } = image;
  const copy = thumbnails.at(-1);
  if (!copy) return { path: url, width, height, type: 'image/png' };
  const scale = Math.min(1, copy.side / Math.max(width, height));
  return {
    path: copy.url,
    width: Math.round(width * scale),
    height: Math.round(height * scale),
    type: 'image/webp',
  };
};
