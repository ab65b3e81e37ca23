/** Images somebody keeps together, in an order of their own. */
export interface Collection {
  readonly id: string;
  readonly ownerId: string;
  readonly title: string;
  readonly description: string;
  /** Seen by everybody; else by its owner alone. */
  readonly isShared: boolean;
  readonly createdAt: number;
  /** When its words or images last changed. */
  readonly changedAt: number;
}

/** An image's place among the others: the smallest first, and of equals the smaller id. */
export interface CollectionPosition {
  readonly place: number;
  readonly postId: string;
}

/** `forEverybody`: whoever asks sees no other images. */
export type PostVisibility = 'all' | 'forEverybody';

/** Port: collections. */
export abstract class Collections {
  abstract find(id: string): Promise<Collection | null>;
  /** Within a transaction: as it is now, and nobody else changes it or what is in it until that ends. */
  abstract hold(id: string): Promise<Collection | null>;
  /** The last changed first. */
  abstract of(ownerId: string, which: 'all' | 'shared', limit: number): Promise<Collection[]>;
  abstract countOf(ownerId: string, which: 'all' | 'shared'): Promise<number>;
  abstract add(collection: Collection): Promise<void>;
  abstract change(
    id: string,
    changes: Partial<Pick<Collection, 'title' | 'description' | 'isShared' | 'changedAt'>>,
  ): Promise<void>;
  /** With its places. */
  abstract remove(id: string): Promise<void>;
  /** All of somebody who leaves. */
  abstract forgetOwner(ownerId: string): Promise<void>;
  /** An image that is gone, out of all of them. */
  abstract forgetPost(postId: string): Promise<void>;
  /** How many images each has; those without any are missing. */
  abstract counts(ids: readonly string[], seen: PostVisibility): Promise<ReadonlyMap<string, number>>;
  /** The first images of each, in their order. */
  abstract covers(
    ids: readonly string[],
    seen: PostVisibility,
    limit: number,
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  abstract page(
    id: string,
    seen: PostVisibility,
    after: CollectionPosition | null,
    limit: number,
  ): Promise<CollectionPosition[]>;
  abstract placeOf(id: string, postId: string): Promise<number | null>;
  /** Of the last one. */
  abstract last(id: string): Promise<number | null>;
  abstract put(id: string, at: CollectionPosition & { readonly at: number }): Promise<void>;
  /** @returns whether it was there */
  abstract takeOut(id: string, postId: string): Promise<boolean>;
  /** Places far apart again, in the same order. */
  abstract renumber(id: string): Promise<void>;
}
