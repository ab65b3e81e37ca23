export const USAGE = `visionary: the command line of a Visionary server. It reads the same settings (.env).

  visionary migrate              bring the database up to date, as every start of the server does
  visionary models list          the models in MODELS_DIR, with the hash their pictures carry
  visionary models check MODEL   load a model (a name in MODELS_DIR, or a folder) and render one step with it
  visionary --help               this text`;

/** The command was not written as it has to be; the exit code is 2. */
export class Usage extends Error {
  override readonly name = 'Usage';

  constructor(what: string) {
    super(`${what}\n\n${USAGE}`);
  }
}
