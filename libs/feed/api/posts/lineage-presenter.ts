import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { LIMITS, type LineageNode, type PostLineage, type UserView } from '@visionary/contract';
import { effectiveRating, presentThumbnail, type Take, TakesService } from '@visionary/generation';
import { truncate } from '@visionary/kernel';
import { deletedUser, RoomsService } from '@visionary/rooms';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../storage/posts/posts.repository.js';
import { smallThumbnailUrl } from './post-urls.js';

type Node = { readonly distance: number } & (
  | { readonly kind: 'post'; readonly post: Post }
  | { readonly kind: 'take'; readonly take: Take }
);

const MAX_TITLE_LENGTH = 100;
/** How far descendants are followed, and how many per generation. */
const MAX_GENERATIONS = 4;
const MAX_PER_GENERATION = 100;

/**
 * The lineage of a post: posts, and takes of public rooms. Ancestors are one chain with one query per step. Descendants are read
 * one generation at a time.
 */
@Injectable()
export class LineagePresenter {
  constructor(
    private readonly posts: Posts,
    private readonly takes: TakesService,
    private readonly rooms: RoomsService,
    private readonly users: Users,
  ) {}

  /** Ancestors farthest first, descendants newest first. @param forEveryone leaves out content not rated for everyone */
  async of(post: Post, forEveryone: boolean): Promise<PostLineage> {
    const visible = (nodes: readonly Node[]) => (forEveryone ? nodes.filter(isForEveryone) : [...nodes]);
    const ancestors = visible(await this.ancestors(post));
    const allDescendants = visible(await this.descendants(post, new Set(ancestors.map(idOf))));
    const descendants = allDescendants.toSorted((a, b) => timeOf(b) - timeOf(a)).slice(0, LIMITS.lineageDescendants);
    const users = await this.users.byIds([...ancestors, ...descendants].map(authorOf));
    const present = (node: Node): LineageNode =>
      presentNode(node, users.get(authorOf(node)) ?? deletedUser(authorOf(node)));
    return {
      ancestors: ancestors.toReversed().map(present),
      descendants: descendants.map(present),
      descendantCount: allDescendants.length,
    };
  }

  /** Nearest first. Stops at a cycle. */
  private async ancestors(post: Post): Promise<Node[]> {
    const chain: Node[] = [];
    const seen = new Set([post.id, post.take?.takeId]);
    let parent = await this.parentOf(post);
    for (let distance = 1; parent && distance <= LIMITS.lineageAncestors; distance++) {
      const node: Node =
        'roomId' in parent && 'number' in parent
          ? { kind: 'take', take: parent, distance }
          : { kind: 'post', post: parent, distance };
      if (seen.has(idOf(node)) || seen.has(takeIdOf(node))) break;
      seen.add(idOf(node)).add(takeIdOf(node));
      chain.push(node);
      parent = await this.parentOf(node.kind === 'take' ? node.take : node.post);
    }
    return this.onlyAccessible(chain);
  }

  private async parentOf(child: Post | Take): Promise<Post | Take | null> {
    const { postId, takeId } = 'parent' in child ? child.parent : originOf(child);
    const post = postId === null ? null : await this.posts.byId(postId);
    if (post || takeId === null) return post;
    const [published] = await this.posts.ofTakes([takeId]);
    return published ?? (await this.takes.byIds([takeId]))[0] ?? null;
  }

  private async descendants(post: Post, seen: Set<string>): Promise<Node[]> {
    const relatives: Node[] = [];
    seen.add(post.id);
    let generation: readonly Node[] = [{ kind: 'post', post, distance: 0 }];
    for (let distance = 1; distance <= MAX_GENERATIONS && generation.length > 0; distance++) {
      const next = (await this.madeFrom(generation, distance)).filter((node) => !seen.has(idOf(node)));
      for (const node of next) seen.add(idOf(node)).add(takeIdOf(node));
      relatives.push(...next);
      generation = next;
    }
    return this.onlyAccessible(relatives);
  }

  /** A published take is shown as its post. */
  private async madeFrom(nodes: readonly Node[], distance: number): Promise<Node[]> {
    const postIds = nodes.flatMap((node) => (node.kind === 'post' ? node.post.id : []));
    const takeIds = nodes.flatMap((node) => takeIdOf(node) || []);
    const posts = await this.posts.madeFrom(postIds, takeIds, MAX_PER_GENERATION);
    const takes = await this.takes.derivedFrom([...postIds, ...takeIds], MAX_PER_GENERATION);
    const published = new Set((await this.posts.ofTakes(takes.map(({ id }) => id))).map(({ take }) => take?.takeId));
    const unpublished = takes.filter(({ id, images }) => images.length > 0 && !published.has(id));
    return [
      ...posts.map((post) => ({ kind: 'post', post, distance }) as const),
      ...unpublished.map((take) => ({ kind: 'take', take, distance }) as const),
    ];
  }

  /** Leaves out takes of private rooms, but not their relatives. */
  private async onlyAccessible(nodes: readonly Node[]): Promise<Node[]> {
    const roomIds = nodes.flatMap((node) => (node.kind === 'take' ? node.take.roomId : []));
    const publicRooms = roomIds.length > 0 ? await this.rooms.publicNamesOf(roomIds) : new Map<string, string>();
    return nodes.filter(
      (node) => node.kind === 'post' || (publicRooms.has(node.take.roomId) && node.take.images.length > 0),
    );
  }
}

const idOf = (node: Node): string => (node.kind === 'post' ? node.post.id : node.take.id);
/** '' for an upload. */
const takeIdOf = (node: Node): string => (node.kind === 'post' ? (node.post.take?.takeId ?? '') : node.take.id);
const authorOf = (node: Node): string => (node.kind === 'post' ? node.post.authorId : node.take.authorId);
const timeOf = (node: Node): number => (node.kind === 'post' ? node.post.at : node.take.queuedAt);
const isForEveryone = (node: Node): boolean =>
  node.kind === 'post'
    ? node.post.contentRating === 'everyone'
    : node.take.images.every((image) => effectiveRating(image) === undefined);

const originOf = ({ origin }: Take): Post['parent'] => ({
  postId: origin && 'postId' in origin ? origin.postId : null,
  takeId: origin && 'takeId' in origin ? origin.takeId : null,
});

const presentNode = (node: Node, by: UserView): LineageNode => {
  const { kind, distance } = node;
  if (kind === 'post') {
    const { id, title, prompt, image, contentRating } = node.post;
    const thumbnailUrl = smallThumbnailUrl(id, image);
    return { kind, id, title: title || truncate(prompt, MAX_TITLE_LENGTH), by, thumbnailUrl, contentRating, distance };
  }
  const { id, roomId, number, prompt, images } = node.take;
  const thumbnailUrl = presentThumbnail(id, images)?.url ?? '';
  return { kind, id, roomId, number, title: truncate(prompt, MAX_TITLE_LENGTH), by, thumbnailUrl, distance };
};
