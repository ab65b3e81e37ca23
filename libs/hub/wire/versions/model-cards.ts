import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { HubCard } from '@visionary/contract';
import { beginningOf } from '@visionary/kernel';
import { type PageCard, PageCards } from '@visionary/platform/http';
import { Versions } from '../../domain/version.js';
import { isThereFor } from '../../domain/versions/openness.js';
import { HubViews } from './hub-views.js';

const PATH = /^\/models\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/;
const DESCRIPTION_AT_MOST = 200;

/** What other sites show of a model that somebody links to, and ask for as visitors: of what is not for everybody, nothing. */
@Injectable()
export class ModelCards implements OnModuleInit {
  constructor(
    private readonly cards: PageCards,
    private readonly versions: Versions,
    private readonly views: HubViews,
  ) {}

  onModuleInit(): void {
    this.cards.add(async (path) => {
      const [, id] = PATH.exec(path) ?? [];
      const model = id === undefined ? null : await this.versions.modelById(id);
      if (!model || model.publishedAt === null || !isThereFor(null, model)) return null;
      const [card] = await this.views.cards([model]);
      return card ? cardOf(card) : null;
    });
  }
}

const cardOf = ({ id, name, maker, about, at, samples }: HubCard): PageCard => {
  const [sample] = samples;
  return {
    ...{ title: name, path: `/models/${id}`, author: maker.name, at },
    description: beginningOf([maker.name, about].filter(Boolean).join(': '), DESCRIPTION_AT_MOST),
    ...(sample && {
      image: { path: sample.url, width: sample.width, height: sample.height, type: 'image/webp' },
    }),
  };
};
