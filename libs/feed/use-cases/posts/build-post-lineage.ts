import { Injectable } from '@nestjs/common';
import { effectiveRating, type Take, TakesService } from '@visionary/generation';
import { PublicRooms } from '@visionary/rooms';
import { PostLimits } from '../../domain/posts/limits.js';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';

export type Node = { readonly distance: number } & (
  | { readonly kind: 'post'; readonly post: Post }
  | { readonly kind: 'take'; readonly take: Take }
);

export interface Tree {
  /** The farthest first. */
  readonly origins: readonly Node[];
  /** The newest first. */
  readonly descendants: readonly Node[];
  /** How many there are, as far as they were followed. */
  readonly descendantCount: number;
}

/** So far forward, and so many on each step, are followed: what comes after them is a tree of its own. */
const GENERATIONS = 4;
const PER_GENERATION = 100;

/**
 * Where an image comes from and what was made from it: posts, and takes of rooms that everybody may read. Back it is one
 * chain, one question a step; forward each generation is asked for at once.
 */
@Injectable()
export class BuildPostLineage {
  constructor(
    private readonly posts: Posts,
    private readonly takes: TakesService,
    private readonly rooms: PublicRooms,
    private readonly limits: PostLimits,
  ) {}

  /** @param forEverybody what is not is left out; what it comes from, or what was made from it, is not */
  async run(post: Post, forEverybody: boolean): Promise<Tree> {
    const seen = (nodes: readonly Node[]) => (forEverybody ? nodes.filter(isForEverybody) : [...nodes]);
    const origins = seen(await this.origins(post));
    const descendants = seen(await this.descendants(post, new Set(origins.map(idOf))));
    return {
      origins: origins.reverse(),
      descendants: descendants.sort((a, b) => timeOf(b) - timeOf(a)).slice(0, this.limits.treeDescendants),
      descendantCount: descendants.length,
    };
  }

  /** The nearest first. Whoever claims to come from itself comes from nowhere. */
  private async origins(post: Post): Promise<Node[]> {
    const chain: Node[] = [];
    const seen = new Set([post.id, post.take?.takeId]);
    let from = await this.before(post);
    for (let distance = 1; from && distance <= this.limits.treeOrigins; distance++) {
      const node: Node =
        'roomId' in from && 'number' in from ? { kind: 'take', take: from, distance } : postNode(from, distance);
      if (seen.has(idOf(node)) || seen.has(takeOf(node))) break;
      seen.add(idOf(node)).add(takeOf(node));
      chain.push(node);
      from = await this.before(node.kind === 'take' ? node.take : node.post);
    }
    return this.shown(chain);
  }

  private async before(one: Post | Take): Promise<Post | Take | null> {
    const { postId, takeId } = 'parent' in one ? one.parent : originOf(one);
    const post = postId === null ? null : await this.posts.byId(postId);
    if (post || takeId === null) return post;
    const [published] = await this.posts.ofTakes([takeId]);
    return published ?? (await this.takes.byIds([takeId]))[0] ?? null;
  }

  private async descendants(post: Post, seen: Set<string>): Promise<Node[]> {
    const found: Node[] = [];
    seen.add(post.id);
    let front: readonly Node[] = [postNode(post, 0)];
    for (let distance = 1; distance <= GENERATIONS && front.length > 0; distance++) {
      const next = (await this.madeFrom(front, distance)).filter((node) => !seen.has(idOf(node)));
      for (const node of next) seen.add(idOf(node)).add(takeOf(node));
      found.push(...next);
      front = next;
    }
    return this.shown(found);
  }

  /** A take that was published is its post. */
  private async madeFrom(nodes: readonly Node[], distance: number): Promise<Node[]> {
    const postIds = nodes.flatMap((node) => (node.kind === 'post' ? node.post.id : []));
    const takeIds = nodes.flatMap((node) => takeOf(node) || []);
    const posts = await this.posts.madeFrom(postIds, takeIds, PER_GENERATION);
    const takes = await this.takes.derivedFrom([...postIds, ...takeIds], PER_GENERATION);
    const published = new Set((await this.posts.ofTakes(takes.map(({ id }) => id))).map(({ take }) => take?.takeId));
    const alone = takes.filter(({ id, images }) => images.length > 0 && !published.has(id));
    return [
      ...posts.map((post) => postNode(post, distance)),
      ...alone.map((take) => ({ kind: 'take', take, distance }) as const),
    ];
  }

  /** Takes of rooms that not everybody may read are passed over; what they come from is not. */
  private async shown(nodes: readonly Node[]): Promise<Node[]> {
    const roomIds = nodes.flatMap((node) => (node.kind === 'take' ? node.take.roomId : []));
    const open = roomIds.length > 0 ? await this.rooms.namesOf(roomIds) : new Map<string, string>();
    return nodes.filter((node) => node.kind === 'post' || (open.has(node.take.roomId) && node.take.images.length > 0));
  }
}

const postNode = (post: Post, distance: number): Node => ({ kind: 'post', post, distance });
const idOf = (node: Node): string => (node.kind === 'post' ? node.post.id : node.take.id);
/** '' for what was brought from elsewhere. */
const takeOf = (node: Node): string => (node.kind === 'post' ? (node.post.take?.takeId ?? '') : node.take.id);
const isForEverybody = (node: Node): boolean =>
  node.kind === 'post'
    ? node.post.contentRating === 'everyone'
    : node.take.images.every((image) => effectiveRating(image) === undefined);
const timeOf = (node: Node): number => (node.kind === 'post' ? node.post.at : node.take.queuedAt);

const originOf = ({ origin }: Take): Post['parent'] => ({
  postId: origin && 'postId' in origin ? origin.postId : null,
  takeId: origin && 'takeId' in origin ? origin.takeId : null,
});
