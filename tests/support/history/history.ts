import type { RoomEvent } from '@visionary/contract';

/** A requested change. */
export interface IssuedCommand {
  readonly roomId: string;
  readonly userId: string;
  readonly clientId: string;
  readonly command: string;
}

/**
 * One observation, in order. `client` is one page from open to close.
 * `received`: received from the socket; `applied`: shown by the page; `stateReceived`: a fresh state that it received.
 */
export type Entry =
  | ({ readonly kind: 'requested'; readonly client: string } & IssuedCommand)
  | { readonly kind: 'acknowledged'; readonly client: string; readonly clientId: string; readonly event: RoomEvent }
  | { readonly kind: 'rejected'; readonly client: string; readonly clientId: string; readonly code: string }
  | { readonly kind: 'received'; readonly client: string; readonly event: RoomEvent }
  | { readonly kind: 'applied'; readonly client: string; readonly event: RoomEvent }
  | { readonly kind: 'stateReceived'; readonly client: string; readonly roomId: string; readonly seq: number }
  | { readonly kind: 'cut'; readonly client: string; readonly why: string }
  /** Closed: no further events are expected. */
  | { readonly kind: 'closed'; readonly client: string }
  | { readonly kind: 'note'; readonly what: string };

/** The fields of a message that must be equal wherever it is shown. `reactions` are `emoji userId`, sorted. */
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

/** The fields of an event that must be equal wherever it is seen; null when the source lacks them. */
export interface ComparableEvent {
  readonly seq: number;
  readonly type: string;
  readonly actorId: string | null;
  readonly at: number;
  readonly messageId: string | null;
  readonly text: string | null;
}

/** The final state of a room in the database. */
export interface StoredRoom {
  readonly roomId: string;
  readonly lastSeq: number;
  readonly events: readonly (ComparableEvent & { readonly clientId: string | null })[];
  readonly messages: readonly ComparableMessage[];
}

/** The final list that a page shows. */
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

/** The facts of an event, from the socket or the log table. */
export const factsOf = (
  event: Pick<RoomEvent, 'seq' | 'type' | 'actorId' | 'at'> & { payload: object },
): ComparableEvent => {
  const { seq, type, actorId, at, payload } = event;
  const content = payload as { message?: { id: string; text?: string }; messageId?: string; text?: string };
  return {
    ...{ seq, type, actorId, at },
    messageId: content.message?.id ?? content.messageId ?? null,
    text: content.message?.text ?? content.text ?? null,
  };
};
