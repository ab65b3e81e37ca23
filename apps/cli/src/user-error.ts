/** Something the user at the terminal can mend: one sentence, exit code 1. */
export class UserError extends Error {
  override readonly name = 'Trouble';
}
