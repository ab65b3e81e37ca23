import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Language } from '@visionary/platform/doctor';
import { UsageError } from './usage-error.js';

/** More are not worth a line: the help has them. */
const MAX_LISTED = 8;

/** Reads the arguments of a command. @throws UsageError, which says in a sentence what is wrong */
export function readArguments<Config extends ParseArgsConfig>(
  config: Config,
  language: Language = 'en',
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(sentenceOf(error as Error & { code?: string }, Object.keys(config.options ?? {}), language));
  }
}

interface Sentences {
  readonly unknown: (option: string) => string;
  readonly known: (options: readonly string[]) => string;
  readonly valueMissing: (option: string) => string;
  readonly valueForbidden: (option: string) => string;
  readonly surplus: (argument: string) => string;
}

const SENTENCES: Readonly<Record<Language, Sentences>> = {
  en: {
    unknown: (option) => `There is no option ${option}.`,
    known: (options) => ` Options: ${options.join(', ')}.`,
    valueMissing: (option) => `${option} needs a value: ${option}=VALUE.`,
    valueForbidden: (option) => `${option} takes no value.`,
    surplus: (argument) => `"${argument}" is one argument too many.`,
  },
  zh: {
    unknown: (option) => `没有选项 ${option}。`,
    known: (options) => `可用的选项：${options.join('、')}。`,
    valueMissing: (option) => `${option} 需要一个值：${option}=值。`,
    valueForbidden: (option) => `${option} 不带值。`,
    surplus: (argument) => `多余的参数“${argument}”。`,
  },
};

/** Node names the option or argument in quotes, as in `Option '-m, --model <value>' argument missing`. */
function sentenceOf({ code = '', message }: Error & { code?: string }, options: readonly string[], language: Language) {
  const say = SENTENCES[language];
  const quoted = /'(.+?)'/s.exec(message)?.[1] ?? '';
  const option = /--?[^ ,<]+(?= <value>|$)/.exec(quoted)?.[0] ?? quoted;
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': {
      const isShort = options.length > 0 && options.length <= MAX_LISTED;
      return `${say.unknown(option)}${isShort ? say.known(options.map((name) => `--${name}`)) : ''}`;
    }
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return message.includes('does not take an argument') ? say.valueForbidden(option) : say.valueMissing(option);
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return say.surplus(quoted);
    default:
      return message;
  }
}
