const LEVEL_NAMES: Readonly<Record<number, string>> = {
  10: '\u001b[90mtrace\u001b[0m',
  20: '\u001b[90mdebug\u001b[0m',
  30: '\u001b[32m info\u001b[0m',
  40: '\u001b[33m warn\u001b[0m',
  50: '\u001b[31merror\u001b[0m',
  60: '\u001b[41mfatal\u001b[0m',
};

/** Formats one JSON log line for a terminal. */
export const formatLogLine = (json: string): string => {
  const { level, time, msg, context, err, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const at = new Date(Number(time)).toISOString().slice(11, 23);
  const source = context ? `\u001b[36m${String(context)}\u001b[0m ` : '';
  const rest = Object.keys(fields).length ? ` \u001b[90m${JSON.stringify(fields)}\u001b[0m` : '';
  const stack = (err as { stack?: string } | undefined)?.stack;
  return `\u001b[90m${at}\u001b[0m ${LEVEL_NAMES[Number(level)] ?? String(level)} ${source}${String(msg ?? '')}${rest}${stack ? `\n${stack}` : ''}\n`;
};
