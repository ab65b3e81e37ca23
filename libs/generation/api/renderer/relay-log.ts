import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Logger } from '@nestjs/common';

interface QueueState {
  readonly level: 'info' | 'warn' | 'error';
  readonly msg: string;
}

const LEVELS = { info: 'log', warn: 'warn', error: 'error' } as const;

const parse = (text: string): QueueState | null => {
  try {
    const line = JSON.parse(text) as Partial<QueueState> | null;
    return line?.level && line.level in LEVELS && typeof line.msg === 'string' ? (line as QueueState) : null;
  } catch {
    return null;
  }
};

/** The renderer's lines into the server's log: its own as they are, those of native code as warnings. */
export const relayLog = (child: ChildProcess, logger: Logger): void => {
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (text) => {
      const line = parse(text);
      if (!line) return logger.warn(text.slice(0, 1_000));
      const { level, msg, time: _time, ...fields } = line as QueueState & { time?: unknown };
      logger[LEVELS[level]](msg, fields);
    });
  }
};
