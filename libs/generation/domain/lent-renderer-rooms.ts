type RoomsProvider = (roomIds: readonly string[]) => Promise<ReadonlySet<string>>;

/** Registry: the slice that knows rooms reports which of them let lent renderers render their takes. */
export class LentRendererRooms {
  private provider: RoomsProvider = async () => new Set();

  use(provider: RoomsProvider): void {
    this.provider = provider;
  }

  /** One query. Without rooms that are unknown. */
  async among(roomIds: Iterable<string>): Promise<ReadonlySet<string>> {
    const unique = [...new Set(roomIds)];
    return unique.length === 0 ? new Set() : this.provider(unique);
  }
}
