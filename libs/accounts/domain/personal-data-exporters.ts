/** A file of a user's data. Content is written as it arrives: nothing is buffered. */
export interface ExportFile {
  /** Path inside the exporter's folder: letters, digits, dots, dashes and slashes. */
  readonly name: string;
  content(): AsyncIterable<string | Uint8Array>;
}

/** Exports what one slice stores of a user. Register it with `PersonalDataExporters.add` when the module starts. */
export interface PersonalDataExporter {
  /** The folder of its files in the export, `''` for the top. */
  readonly folder: string;
  /** Each file is written completely before the next one is requested. */
  files(userId: string): AsyncIterable<ExportFile>;
}

/** All files of a user, from the exporters that slices register. */
export class PersonalDataExporters {
  private readonly exporters: PersonalDataExporter[] = [];

  add(exporter: PersonalDataExporter): void {
    this.exporters.push(exporter);
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    for (const exporter of this.exporters) {
      const prefix = exporter.folder === '' ? '' : `${exporter.folder}/`;
      for await (const file of exporter.files(userId)) {
        yield { name: prefix + file.name, content: () => file.content() };
      }
    }
  }
}

/** A JSON file of one value. */
export const jsonFile = (name: string, value: () => Promise<unknown>): ExportFile => ({
  name,
  async *content() {
    yield `${JSON.stringify(await value(), null, 2)}\n`;
  },
});

/** A JSON file of a list, read and written page by page. No page stays in memory. */
export const jsonListFile = (name: string, pages: () => AsyncIterable<readonly unknown[]>): ExportFile => ({
  name,
  async *content() {
    let before = '[\n';
    for await (const page of pages()) {
      if (page.length === 0) continue;
      yield before + page.map((item) => `  ${JSON.stringify(item)}`).join(',\n');
      before = ',\n';
    }
    yield before === '[\n' ? '[]\n' : '\n]\n';
  },
});
