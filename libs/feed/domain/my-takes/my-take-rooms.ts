/** A room as a user who rendered in it sees it now. */
export interface RoomAccessSummary {
  /** Empty without access. For a direct room, the other user's name. */
  readonly name: string;
  readonly canOpen: boolean;
}
