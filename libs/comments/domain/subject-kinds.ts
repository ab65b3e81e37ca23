import type {
  CommentSubject,
  CommentSubjectKind,
  ContentRating,
  ErrorCode,
  ReactionSubject,
} from '@visionary/contract';
import { Rejection } from '@visionary/kernel';

/** Something that can be commented on and reacted to. */
export interface Commentable {
  readonly id: string;
  readonly ownerId: string;
  /** Other users whose work it is. */
  readonly participantIds?: readonly string[];
  readonly contentRating: ContentRating;
  /** False: only the owner and moderators know it. */
  readonly isPublished: boolean;
  readonly commentsEnabled: boolean;
}

/** What to add to the counters of a subject. */
export interface CountChange {
  readonly comments?: number;
  readonly reactions?: number;
  /** The reactions that are hearts. */
  readonly hearts?: number;
}

/** Something that belongs to a subject and can be reacted to, but not commented on. */
export interface NestedKind {
  readonly kind: Exclude<ReactionSubject['kind'], CommentSubjectKind>;
  /** @throws Rejection when it doesn't exist */
  subjectOf(id: string): Promise<CommentSubject>;
}

/** One kind of subject, registered by its slice at startup. */
export interface SubjectKind {
  readonly kind: CommentSubjectKind;
  /** The rejection for a subject that doesn't exist or that the user can't see. */
  readonly notFound: ErrorCode;
  /** By id. Deleted ones are absent. Hidden ones are absent or unpublished. */
  find(ids: readonly string[]): Promise<ReadonlyMap<string, Commentable>>;
  /** As moderators read them, by id, with the hidden ones. */
  namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Locks it until the end of the transaction. @returns null for a deleted or hidden one */
  hold(id: string): Promise<Commentable | null>;
  /** Adds to the counters by subject, inside a transaction, and skips deleted ones. */
  count(changes: ReadonlyMap<string, CountChange>): Promise<void>;
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

/** Slices register what can be commented on and reacted to. */
export class SubjectKinds {
  private readonly kinds = new Map<CommentSubjectKind, SubjectKind>();
  private readonly nested = new Map<string, NestedKind>();

  add(kind: SubjectKind): void {
    this.kinds.set(kind.kind, kind);
  }

  addNested(kind: NestedKind): void {
    this.nested.set(kind.kind, kind);
  }

  /** What a reaction counts for: the target itself, or the subject that it belongs to. @throws Rejection when it doesn't exist */
  async subjectOf({ kind, id }: ReactionSubject): Promise<CommentSubject> {
    if (kind === 'post' || kind === 'model') return { kind, id };
    const nested = this.nested.get(kind);
    if (!nested) throw new Error(`nobody registered ${kind}s`);
    return nested.subjectOf(id);
  }

  of(kind: CommentSubjectKind): SubjectKind {
    const subjectKind = this.kinds.get(kind);
    if (!subjectKind) throw new Error(`nobody registered subjects of kind ${kind}`);
    return subjectKind;
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
    return this.requireReadable(kind, userId, await this.of(kind).hold(id));
  }

  requireReadable(kind: CommentSubjectKind, userId: string, commentable: Commentable | null): Commentable {
    if (!commentable || !isReadable(commentable, { id: userId, isModerator: false })) {
      throw new Rejection(this.of(kind).notFound);
    }
    return commentable;
  }
}
