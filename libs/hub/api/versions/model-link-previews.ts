import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { HubCard } from '@visionary/contract';
import { truncate } from '@visionary/kernel';
import { type LinkPreview, LinkPreviews } from '@visionary/platform/http';
import { Versions } from '../../storage/versions.js';
import { isVisibleTo } from '../../domain/versions/rights.js';
import { HubViews } from './hub-views.js';

const PATH = /^\/models\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/;
const MAX_DESCRIPTION_LENGTH = 200;

/** Link previews for other sites. They see what visitors see. */
@Injectable()
export class ModelLinkPreviews implements OnModuleInit {
  constructor(
    private readonly linkPreviews: LinkPreviews,
    private readonly versions: Versions,
    private readonly views: HubViews,
  ) {}

  onModuleInit(): void {
    this.linkPreviews.add(async (path) => {
      const [, id] = PATH.exec(path) ?? [];
      const model = id === undefined ? null : await this.versions.modelById(id);
      if (!model || model.publishedAt === null || !isVisibleTo(null, model)) return null;
      const [card] = await this.views.cards([model]);
      return card ? previewOf(card) : null;
    });
  }
}

const previewOf = ({ id, name, creator, description, at, samples }: HubCard): LinkPreview => {
  const [sample] = samples;
  return {
    title: name,
    path: `/models/${id}`,
    author: creator.name,
    at,
    description: truncate([creator.name, description].filter(Boolean).join(': '), MAX_DESCRIPTION_LENGTH),
    ...(sample && {
      image: { path: sample.url, width: sample.width, height: sample.height, type: 'image/webp' },
    }),
  };
};
