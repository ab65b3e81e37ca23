/** Something somebody said about a thing, as far as whoever shows it needs to know. Times in ms since 1970. */
interface StoredSaid {
  readonly id: string;
  readonly authorId: string;
  readonly mentionIds: readonly string[];
  readonly editedAt: number | null;
  readonly removed: { readonly byId: string; readonly at: number } | null;
  /** How many stand beneath it. */
  readonly replies: number;
}

interface Around<P, G> {
  readonly userOf: (id: string) => P;
  /** What was given to each. */
  readonly given: ReadonlyMap<string, readonly G[]>;
  /** How many beneath each whoever sees them does not see. */
  readonly unseen: ReadonlyMap<string, number>;
}

/** Everybody who is named in it. */
export const userIdsIn = ({ authorId, mentionIds, removed }: StoredSaid): string[] =>
  [authorId, ...mentionIds, removed?.byId].filter((id) => id !== undefined);

/** With names and reactions, in the same order. */
export const hydrateComments = <S extends StoredSaid, P, G>(
  stored: readonly S[],
  { userOf, given, unseen }: Around<P, G>,
) =>
  stored.map(({ authorId, mentionIds, editedAt, removed, replies, ...said }) => ({
    ...said,
    author: userOf(authorId),
    mentions: mentionIds.map(userOf),
    ...(editedAt !== null && !removed && { editedAt }),
    ...(removed && { deleted: { by: userOf(removed.byId), at: removed.at } }),
    reactions: given.get(said.id) ?? [],
    replyCount: replies - (unseen.get(said.id) ?? 0),
  }));
