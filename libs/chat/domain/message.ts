/** A person as others see them. */
export interface Author {
  readonly id: string;
  readonly name: string;
}

/** One emoji and the people who gave it, in the order they did. */
export interface Reaction {
  readonly emoji: string;
  readonly people: readonly Author[];
}

/** What somebody said, as it was typed. */
export interface Message {
  readonly id: string;
  readonly roomId: string;
  readonly seq: number;
  readonly clientId: string;
  readonly author: Author;
  readonly text: string;
  readonly at: number;
  readonly reactions: readonly Reaction[];
}

export interface MessagePage {
  /** Newest first. */
  readonly messages: Message[];
  /** Whether there are older ones. */
  readonly more: boolean;
}
