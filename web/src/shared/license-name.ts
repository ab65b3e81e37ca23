/** A license as users write it: CC BY-NC-SA 4.0, Apache 2.0. */
export const licenseName = (id: string): string =>
  id.replace(/^CC-(.+)-(\d\.\d)$/, 'CC $1 $2').replace(/^(CC0|Apache)-/, '$1 ');
