type SelectionProvider = (ids: readonly string[]) => Promise<readonly string[]>;

/** Registry: slices report in which rooms models and LoRAs are selected. */
export class ModelSelections {
  private readonly providers: SelectionProvider[] = [];

  add(provider: SelectionProvider): void {
    this.providers.push(provider);
  }

  /** Ids of rooms, possibly repeated. */
  async of(ids: readonly string[]): Promise<string[]> {
    return (await Promise.all(this.providers.map((provider) => provider(ids)))).flat();
  }
}
