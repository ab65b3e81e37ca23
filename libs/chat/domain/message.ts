/** A user as others see them. */
export interface Author {
  readonly id: string;
  /** Empty once their account is gone. */
  readonly name: string;
  readonly image?: string;
}

/** One emoji, how many have given it, and the first of them, in the order they did. */
export interface Reaction {
  readonly emoji: string;
  readonly count: number;
  readonly users: readonly Author[];
  /** Who reads this, where they gave it and are not among those named. */
  readonly myUserId?: string;
}

/** An image that was brought into the room. Sides in pixels. */
export interface Attachment {
  readonly id: string;
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/** A take, or one image of it. */
export interface SharedTake {
  readonly roomId: string;
  readonly takeId: string;
  readonly image?: number | undefined;
}

/** What a message answers, as it is now: its beginning, empty when it was removed. */
export interface Quote {
  readonly messageId: string;
  readonly seq: number;
  readonly author: Author;
  readonly text: string;
  readonly isDeleted: boolean;
}

/** Somebody did something to a message, then. */
export interface ActorAndTime {
  readonly by: Author;
  readonly at: number;
}

/** What somebody said, as it was typed. Of one that was removed nothing is left but its place, its author and the trace. */
export interface Message {
  readonly id: string;
  readonly roomId: string;
  readonly seq: number;
  readonly clientId: string;
  readonly author: Author;
  readonly text: string;
  readonly at: number;
  readonly reactions: readonly Reaction[];
  readonly mentions?: readonly Author[];
  readonly replyTo?: Quote;
  readonly attachments?: readonly Attachment[];
  readonly sharedTake?: SharedTake;
  readonly editedAt?: number;
  readonly deleted?: ActorAndTime;
  readonly pinned?: ActorAndTime;
}

export interface MessagePage {
  /** Newest first. */
  readonly messages: Message[];
  /** Whether there are more in the direction of the page. */
  readonly hasMore: boolean;
  /** The room's when they were read. */
  readonly seq: number;
}

export interface MessageWindow {
  /** Newest first. */
  readonly messages: Message[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  readonly seq: number;
}
