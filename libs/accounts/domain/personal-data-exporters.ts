/** A file of a user's data. Content is written as it arrives: nothing is buffered. */
export interface ExportFile {
  /** Path in the export: letters, digits, dots, dashes and slashes. */
  readonly name: string;
  content(): AsyncIterable<string | Uint8Array>;
}

/** The files of all slices with the data of a user. Slices add theirs when their module starts. */
export class PersonalDataExporters {
  private readonly exporters: ((userId: string) => AsyncIterable<ExportFile>)[] = [];

  /** @param files each file is written completely before the next one is requested */
  add(files: (userId: string) => AsyncIterable<ExportFile>): void {
    this.exporters.push(files);
  }

  /** Adds a JSON file of a list, read and written page by page. No page stays in memory. */
  addList(name: string, pages: (userId: string) => AsyncIterable<readonly unknown[]>): void {
    this.add(async function* (userId) {
      yield {
        name,
        async *content() {
          let before = '[\n';
          for await (const page of pages(userId)) {
            if (page.length === 0) continue;
            yield before + page.map((item) => `  ${JSON.stringify(item)}`).join(',\n');
            before = ',\n';
          }
          yield before === '[\n' ? '[]\n' : '\n]\n';
        },
      };
    });
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    for (const files of this.exporters) yield* files(userId);
  }
}

/** A JSON file of one value. */
export const jsonFile = (name: string, value: () => Promise<unknown>): ExportFile => ({
  name,
  async *content() {
    yield `${JSON.stringify(await value(), null, 2)}\n`;
  },
});

/** A file of stored bytes, opened when it is written. Empty if they no longer exist. */
export const storedFile = (
  name: string,
  open: () => Promise<{ readonly stream: AsyncIterable<Uint8Array> } | null>,
): ExportFile => ({
  name,
  async *content() {
    const stored = await open();
    if (stored) yield* stored.stream;
  },
});
