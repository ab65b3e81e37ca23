/** A file of somebody's data. Text and bytes are written as they come: nothing is gathered first. */
export interface ExportFile {
  /** Inside the part's own folder: letters, digits, dots, dashes and slashes. */
  readonly name: string;
  content(): AsyncIterable<string | Uint8Array>;
}

/** What one slice keeps of a user. Register it with `PersonalDataExporters.add` when the module starts. */
export interface PersonalDataExporter {
  /** The folder of its files in the export, `''` for the top. */
  readonly folder: string;
  /** Asked one after the other, each written whole before the next is asked for. */
  files(userId: string): AsyncIterable<ExportFile>;
}

/** All that is kept of a user, put together from what the slices give, without knowing the slices. */
export class PersonalDataExporters {
  private readonly parts: PersonalDataExporter[] = [];

  add(part: PersonalDataExporter): void {
    this.parts.push(part);
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    for (const part of this.parts) {
      const prefix = part.folder === '' ? '' : `${part.folder}/`;
      for await (const file of part.files(userId)) yield { name: prefix + file.name, content: () => file.content() };
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

/** A JSON file of a list, read and written page by page. @param pages nothing of them is kept */
export const jsonListFile = (name: string, pages: () => AsyncIterable<readonly unknown[]>): ExportFile => ({
  name,
  async *content() {
    let before = '[\n';
    for await (const page of pages()) {
      if (page.length === 0) continue;
      yield before + page.map((one) => `  ${JSON.stringify(one)}`).join(',\n');
      before = ',\n';
    }
    yield before === '[\n' ? '[]\n' : '\n]\n';
  },
});
