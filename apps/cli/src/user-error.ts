/** An error that the user can fix. Only its message is shown. Exit code 1. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
