import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import type { PersonView, PostTree, TreeNode } from '@visionary/contract';
import { presentCover } from '@visionary/generation';
import { beginningOf } from '@visionary/kernel';
import { nobody } from '@visionary/rooms';
import type { Post } from '../../domain/posts/post.js';
import { type Node, TracePost } from '../../usecases/posts/trace-post.js';
import { smallAddress } from './post-addresses.js';

const TITLE_AT_MOST = 100;

/** Where a picture comes from and what was made from it, as its page shows it. */
@Injectable()
export class TreeViews {
  constructor(
    private readonly trace: TracePost,
    private readonly people: People,
  ) {}

  /** @param forEverybody nothing else is shown, nor counted */
  async of(post: Post, forEverybody: boolean): Promise<PostTree> {
    const { origins, descendants, descendantCount } = await this.trace.run(post, forEverybody);
    const people = await this.people.byIds([...origins, ...descendants].map(authorOf));
    const present = (node: Node): TreeNode => presentNode(node, people.get(authorOf(node)) ?? nobody(authorOf(node)));
    return { origins: origins.map(present), descendants: descendants.map(present), descendantCount };
  }
}

const authorOf = (node: Node): string => (node.kind === 'post' ? node.post.authorId : node.take.authorId);

const presentNode = (node: Node, by: PersonView): TreeNode => {
  if (node.kind === 'post') {
    const { id, title, prompt, picture, maturity } = node.post;
    const name = title || beginningOf(prompt, TITLE_AT_MOST);
    const shown = { title: name, by, previewUrl: smallAddress(id, picture), maturity };
    return { kind: 'post', id, ...shown, distance: node.distance };
  }
  const { id, roomId, number, prompt, pictures } = node.take;
  return {
    ...{ kind: 'take', id, roomId, number, title: beginningOf(prompt, TITLE_AT_MOST), by },
    previewUrl: presentCover(id, pictures)?.url ?? '',
    distance: node.distance,
  };
};
