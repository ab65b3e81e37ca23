import type { RoomEvent } from '@visionary/contract';

/** A change somebody asks for. */
export interface IssuedCommand {
  readonly roomId: string;
  readonly userId: string;
  readonly clientId: string;
  readonly command: string;
}

/**
 * One line of what was seen, in the order in which it was seen. `client` is one page from its opening to its end.
 * `heard` is what came over the wire, `applied` what the page then showed, `knows` a fresh state it was given.
 */
export type Entry =
  | ({ readonly kind: 'asked'; readonly client: string } & IssuedCommand)
  | { readonly kind: 'acknowledged'; readonly client: string; readonly clientId: string; readonly event: RoomEvent }
  | { readonly kind: 'refused'; readonly client: string; readonly clientId: string; readonly code: string }
  | { readonly kind: 'heard'; readonly client: string; readonly event: RoomEvent }
  | { readonly kind: 'applied'; readonly client: string; readonly event: RoomEvent }
  | { readonly kind: 'knows'; readonly client: string; readonly roomId: string; readonly seq: number }
  | { readonly kind: 'cut'; readonly client: string; readonly why: string }
  /** Shut for good: nothing more is owed to it. */
  | { readonly kind: 'left'; readonly client: string }
  | { readonly kind: 'note'; readonly what: string };

/** What of a message must be the same wherever it is shown. `reactions` are `emoji personId`, sorted. */
export interface ComparableMessage {
  readonly id: string;
  readonly seq: number;
  readonly authorId: string;
  readonly clientId: string;
  readonly text: string;
  readonly editedAt: number | null;
  readonly deletedBy: string | null;
  readonly pinnedBy: string | null;
  readonly reactions: readonly string[];
}

/** What of an event must be the same wherever it is seen; null where this source does not say. */
export interface ComparableEvent {
  readonly seq: number;
  readonly type: string;
  readonly actorId: string | null;
  readonly at: number;
  readonly messageId: string | null;
  readonly text: string | null;
}

/** A room as the database has it in the end. */
export interface StoredRoom {
  readonly roomId: string;
  readonly lastSeq: number;
  readonly events: readonly (ComparableEvent & { readonly clientId: string | null })[];
  readonly messages: readonly ComparableMessage[];
}

/** The list a page shows in the end. */
export interface RenderedRoom {
  readonly client: string;
  readonly roomId: string;
  readonly messages: readonly ComparableMessage[];
}

export interface History {
  readonly entries: readonly Entry[];
  readonly kept: readonly StoredRoom[];
  readonly shown: readonly RenderedRoom[];
}

/** The facts of an event as the wire or the log's table has it. */
export const factsOf = (
  event: Pick<RoomEvent, 'seq' | 'type' | 'actorId' | 'at'> & { payload: object },
): ComparableEvent => {
  const { seq, type, actorId, at, payload } = event;
  const said = payload as { message?: { id: string; text?: string }; messageId?: string; text?: string };
  return {
    ...{ seq, type, actorId, at },
    messageId: said.message?.id ?? said.messageId ?? null,
    text: said.message?.text ?? said.text ?? null,
  };
};
