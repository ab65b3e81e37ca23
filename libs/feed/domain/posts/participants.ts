import type { ParticipantRole } from '@visionary/contract';
import type { Participants, Post } from './post.js';

/** Who contributed to a take. */
export interface TakeContributors {
  readonly authorId: string;
  readonly writerIds: readonly string[];
  readonly steererIds: readonly string[];
  readonly stopperId: string | null;
  /** The authors of the prompt, when the whole prompt has an author. */
  readonly promptAuthorIds: ReadonlySet<string> | null;
}

/** Who took part in an image of a take. The author of the take counts as a writer unless the authorship is known. */
export const participantsOf = ({
  authorId,
  writerIds,
  steererIds,
  stopperId,
  promptAuthorIds,
}: TakeContributors): Participants => {
  const roles = new Map<string, Set<ParticipantRole>>();
  const add = (id: string, role: ParticipantRole) => roles.set(id, (roles.get(id) ?? new Set()).add(role));
  add(authorId, 'rendered');
  for (const id of writerIds) {
    if (id !== authorId || promptAuthorIds === null || promptAuthorIds.has(id)) add(id, 'wrote');
  }
  for (const id of steererIds) add(id, 'steered');
  if (stopperId !== null) add(stopperId, 'stopped');
  return [...roles].map(([id, all]) => [id, [...all]] as const);
};

/**
 * The participants to name, the publisher first.
 * @param only which of the others; absent for all
 */
export const withPublisher = (
  participants: Participants,
  {
    publisherId,
    role,
    only,
    limit,
  }: { publisherId: string; role: ParticipantRole; only?: readonly string[]; limit: number },
): Participants => {
  const own = participants.find(([id]) => id === publisherId)?.[1] ?? [];
  const others = participants.filter(([id]) => id !== publisherId && (!only || only.includes(id)));
  return [[publisherId, [...own, role]] as const, ...others].slice(0, limit);
};

/** The author and the named participants of a post. */
export const namedUserIds = ({
  authorId,
  participants,
}: Pick<Post, 'authorId' | 'participants'>): ReadonlySet<string> =>
  new Set([authorId, ...participants.map(([id]) => id)]);
