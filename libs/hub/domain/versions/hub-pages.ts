export interface EmojiTally {
  readonly emoji: string;
  readonly count: number;
}

/** A user's reactions to a model, and their review. */
export interface ViewerModelState {
  readonly reactions: readonly string[];
  readonly review: { readonly stars: number; readonly words: string } | null;
}
