/** Port: rooms by what was rendered in them. */
export abstract class RecentModelRooms {
  /** @param ids of models and LoRAs. @param since ms since 1970. @returns where a take with any of them began since then */
  abstract with(ids: readonly string[], since: number): Promise<string[]>;
}

type Chooser = (ids: readonly string[]) => Promise<readonly string[]>;

/** In which rooms models and LoRAs are chosen, without knowing the slices that hold what rooms have chosen. */
export class ModelSelections {
  private readonly choosers: Chooser[] = [];

  add(chooser: Chooser): void {
    this.choosers.push(chooser);
  }

  async of(ids: readonly string[]): Promise<string[]> {
    return (await Promise.all(this.choosers.map((chooser) => chooser(ids)))).flat();
  }
}
