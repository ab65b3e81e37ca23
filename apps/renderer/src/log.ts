type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One JSON line to standard error, which the server that started us reads. Never prompts: they belong to the room. */
export function log(level: 'info' | 'warn' | 'error', msg: string, fields: Fields = {}): void {
  const line = { level, time: new Date().toISOString(), pid: process.pid, part: 'renderer', msg, ...fields };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** An error as fields. */
export function errorFields(error: unknown): Fields {
  return error instanceof Error ? { error: error.message, stack: error.stack } : { error: String(error) };
}
