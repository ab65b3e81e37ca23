import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import type { UserView, PostLineage, LineageNode } from '@visionary/contract';
import { presentThumbnail } from '@visionary/generation';
import { truncate } from '@visionary/kernel';
import { deletedUser } from '@visionary/rooms';
import type { Post } from '../../domain/posts/post.js';
import { type Node, BuildPostLineage } from '../../use-cases/posts/build-post-lineage.js';
import { smallAddress } from './post-addresses.js';

const TITLE_AT_MOST = 100;

/** Where an image comes from and what was made from it, as its page shows it. */
@Injectable()
export class LineagePresenter {
  constructor(
    private readonly trace: BuildPostLineage,
    private readonly users: Users,
  ) {}

  /** @param forEverybody nothing else is shown, nor counted */
  async of(post: Post, forEverybody: boolean): Promise<PostLineage> {
    const { origins, descendants, descendantCount } = await this.trace.run(post, forEverybody);
    const users = await this.users.byIds([...origins, ...descendants].map(authorOf));
    const present = (node: Node): LineageNode =>
      presentNode(node, users.get(authorOf(node)) ?? deletedUser(authorOf(node)));
    return { ancestors: origins.map(present), descendants: descendants.map(present), descendantCount };
  }
}

const authorOf = (node: Node): string => (node.kind === 'post' ? node.post.authorId : node.take.authorId);

const presentNode = (node: Node, by: UserView): LineageNode => {
  if (node.kind === 'post') {
    const { id, title, prompt, image, contentRating } = node.post;
    const name = title || truncate(prompt, TITLE_AT_MOST);
    const shown = { title: name, by, thumbnailUrl: smallAddress(id, image), contentRating };
    return { kind: 'post', id, ...shown, distance: node.distance };
  }
  const { id, roomId, number, prompt, images } = node.take;
  return {
    ...{ kind: 'take', id, roomId, number, title: truncate(prompt, TITLE_AT_MOST), by },
    thumbnailUrl: presentThumbnail(id, images)?.url ?? '',
    distance: node.distance,
  };
};
