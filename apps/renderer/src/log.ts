type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes one JSON line to standard error, which the server reads. Never log prompts: they belong to the room. */
export function log(level: 'info' | 'warn' | 'error', msg: string, fields: Fields = {}): void {
  const line = { level, time: new Date().toISOString(), pid: process.pid, part: 'renderer', msg, ...fields };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

export function errorFields(error: unknown): Fields {
  return error instanceof Error ? { error: error.message, stack: error.stack } : { error: String(error) };
}
