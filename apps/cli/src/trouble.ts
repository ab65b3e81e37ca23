/** Something the person at the terminal can mend: one sentence, exit code 1. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}
