import type { LoggerService } from '@nestjs/common';
import { type Level, type Logger, pino } from 'pino';
import { formatLogLine } from './pretty.js';

export interface LogOptions {
  readonly level: Level | 'silent';
  /** Undefined: pretty on a terminal, JSON lines otherwise. */
  readonly pretty?: boolean | undefined;
  /** Receives log lines. Defaults to standard output. */
  readonly write?: (line: string) => void;
}

/** Contexts of Nest's startup messages, logged at debug level. */
const STARTUP_CONTEXTS = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

const errorFields = ({ name, message, stack }: Error) => ({ type: name, message, stack });

/**
 * Nest's logger on pino. Use `new Logger('Chat')` of @nestjs/common with a sentence and, as the last argument, an
 * object of ids: `logger.log('Message rejected', { roomId, code })`. User content is never logged.
 */
export class PinoLogger implements LoggerService {
  private readonly pino: Logger;

  constructor({ level, pretty = process.stdout.isTTY, write = (line) => process.stdout.write(line) }: LogOptions) {
    const stream = { write: (line: string) => write(pretty ? formatLogLine(line) : line) };
    // Errors are reduced by `plainError`, because pino's serializer would print all their fields, which may contain
    // payloads.
    this.pino = pino({ level, base: undefined, serializers: { err: (error: unknown) => error } }, stream);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write(STARTUP_CONTEXTS.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** Nest appends the context as the last string, after ids, an error, or a stack. */
  private write(level: Level, message: unknown, rest: unknown[]): void {
    const context = typeof rest.at(-1) === 'string' ? (rest.at(-1) as string) : undefined;
    const fields: Record<string, unknown> = context ? { context } : {};
    for (const part of context ? rest.slice(0, -1) : rest) {
      if (part instanceof Error) fields['err'] = errorFields(part);
      else if (typeof part === 'string') fields['err'] = { stack: part };
      else Object.assign(fields, part);
    }
    if (message instanceof Error) this.pino[level]({ ...fields, err: errorFields(message) }, message.message);
    else this.pino[level](fields, String(message));
  }
}
