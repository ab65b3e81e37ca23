import type { Part, Participants, Post } from './post.js';

/** What a take knows of who made it. */
export interface TakeContributors {
  readonly authorId: string;
  readonly writerIds: readonly string[];
  readonly steererIds: readonly string[];
  readonly stopperId: string | null;
  /** Whose words are in the prompt, where that is known of every part of it. */
  readonly handIds: ReadonlySet<string> | null;
}

/**
 * Who took part in an image of a take, the publisher first. Whoever pressed Render counts as having written, unless it is
 * known whose every word is.
 */
export const participantsOf = ({
  authorId,
  writerIds,
  steererIds,
  stopperId,
  handIds,
}: TakeContributors): Participants => {
  const parts = new Map<string, Set<Part>>();
  const note = (id: string, part: Part) => parts.set(id, (parts.get(id) ?? new Set()).add(part));
  note(authorId, 'rendered');
  for (const id of writerIds) if (id !== authorId || handIds === null || handIds.has(id)) note(id, 'wrote');
  for (const id of steererIds) note(id, 'steered');
  if (stopperId !== null) note(stopperId, 'stopped');
  return [...parts].map(([id, did]) => [id, [...did]] as const);
};

/**
 * With whoever publishes it, first, and of the others those who are to be named.
 * @param only absent: all of them
 */
export const withPublisher = (
  creators: Participants,
  { publisherId, part, only, atMost }: { publisherId: string; part: Part; only?: readonly string[]; atMost: number },
): Participants => {
  const own = creators.find(([id]) => id === publisherId)?.[1] ?? [];
  const others = creators.filter(([id]) => id !== publisherId && (!only || only.includes(id)));
  return [[publisherId, [...own, part]] as const, ...others].slice(0, atMost);
};

/** Everybody a post names. */
export const namedUserIds = ({ authorId, users }: Pick<Post, 'authorId' | 'users'>): ReadonlySet<string> =>
  new Set([authorId, ...users.map(([id]) => id)]);
