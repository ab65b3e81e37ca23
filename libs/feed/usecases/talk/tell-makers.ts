import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { madeWith, type MadeWith } from '../../domain/posts/made-with.js';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { Notices } from '../../domain/talk/notices.js';
import { CreditsOfHub } from './credits-of-hub.js';
import { GatherUses } from './gather-uses.js';

/** Inside the transaction that publishes a picture or takes some away: tells those whose models and LoRAs made them. */
@Injectable()
export class TellMakers {
  constructor(
    private readonly posts: Posts,
    private readonly credits: CreditsOfHub,
    private readonly notices: Notices,
    private readonly blocks: Blocks,
    private readonly gather: GatherUses,
  ) {}

  /** After those whom its words call: a maker among them knows of it. */
  async published(post: Post): Promise<void> {
    const loras = await this.posts.lorasOf([post.id]);
    const credits = await this.credits.ofFiles(madeWith(post, loras.get(post.id)));
    const others = credits.filter(({ personId }) => personId !== post.authorId);
    if (others.length === 0) return;
    const apart = await this.blocks.apart(post.authorId, [...new Set(others.map(({ personId }) => personId))]);
    const told = await this.notices.toldOf({ postId: post.id });
    const used = new Set<string>();
    for (const credit of others) {
      if (apart.has(credit.personId) || told.has(credit.personId)) continue;
      // Two versions of one model in one picture are one use of it.
      const modelId = await this.credits.modelOf(credit);
      if (modelId === null || !used.has(modelId)) await this.gather.used(credit, post);
      if (modelId !== null) used.add(modelId);
    }
  }

  removed(made: readonly MadeWith[]): Promise<void> {
    return this.gather.gone(made);
  }
}
