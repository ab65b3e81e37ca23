import type { CommentSubject, CommentSubjectKind, ContentRating, ErrorCode } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';

/** Something that can be commented on. */
export interface Commentable {
  readonly id: string;
  readonly ownerId: string;
  readonly contentRating: ContentRating;
  /** False: only the owner and moderators know it. */
  readonly isPublished: boolean;
  readonly commentsEnabled: boolean;
  /** As moderators read it. */
  readonly name: string;
}

/** One kind of subject, registered by its slice at startup. */
export interface SubjectKind {
  readonly kind: CommentSubjectKind;
  /** The rejection for a subject that doesn't exist or that the user can't see. */
  readonly notFound: ErrorCode;
  /** By id. Deleted ones are absent. */
  find(ids: readonly string[]): Promise<ReadonlyMap<string, Commentable>>;
  /** Locks it until the end of the transaction. */
  hold(id: string): Promise<Commentable | null>;
  /** Adds to the number of comments by subject, inside a transaction, and skips deleted ones. */
  count(comments: ReadonlyMap<string, number>): Promise<void>;
  /** Of the clients that have it open. */
  channelOf(id: string): string;
  /** Invalidated when the subject changes. */
  cacheTagOf(id: string): string;
  /** The path of a comment in the client. */
  pathOf(id: string, commentId: string): string;
}

/** Comments of one subject. */
export const commentsCacheTag = ({ kind, id }: CommentSubject): string => `comments:${kind}:${id}`;

/** Visitors read what is published and rated for everyone. Users read all that is published, and their own. */
export const isReadable = (
  { ownerId, contentRating, isPublished }: Commentable,
  viewer: { readonly id: string; readonly isModerator: boolean } | null,
): boolean =>
  viewer === null
    ? isPublished && contentRating === 'everyone'
    : isPublished || ownerId === viewer.id || viewer.isModerator;

/** Slices register what can be commented on. */
export class SubjectKinds {
  private readonly kinds = new Map<CommentSubjectKind, SubjectKind>();

  add(kind: SubjectKind): void {
    this.kinds.set(kind.kind, kind);
  }

  of(kind: CommentSubjectKind): SubjectKind {
    const found = this.kinds.get(kind);
    if (!found) throw new Error(`nobody registered subjects of kind ${kind}`);
    return found;
  }

  cacheTagsOf(subject: CommentSubject): string[] {
    return [this.of(subject.kind).cacheTagOf(subject.id), commentsCacheTag(subject)];
  }

  async find({ kind, id }: CommentSubject): Promise<Commentable | null> {
    return (await this.of(kind).find([id])).get(id) ?? null;
  }

  /**
   * Locks a subject until the end of the transaction.
   * @throws Rejection `notFound`, also for a user who can't see it
   */
  async hold({ kind, id }: CommentSubject, userId: string): Promise<Commentable> {
    return this.requireKnown(kind, userId, await this.of(kind).hold(id));
  }

  requireKnown(kind: CommentSubjectKind, userId: string, found: Commentable | null): Commentable {
    if (!found || !isReadable(found, { id: userId, isModerator: false })) throw new Rejection(this.of(kind).notFound);
    return found;
  }
}
