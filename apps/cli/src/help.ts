import type { Language } from '@visionary/platform/doctor';
import { lendHelp } from './lend/lend-help.js';
import { USAGE } from './usage-error.js';

/** Of commands that have a page of their own. All others show their part of the usage. */
const PAGES: Readonly<Record<string, Readonly<Record<Language, string>>>> = { lend: lendHelp };

/** What `visionary SUBJECT --help` shows. @returns the whole usage if there is no such command */
export function helpOf(subject: string | undefined, language: Language): string {
  return (subject !== undefined && (PAGES[subject]?.[language] ?? partOf(subject))) || USAGE;
}

/** Where the help of a command is. */
export function helpHint(subject: string | undefined, language: Language): string {
  const isKnown = subject !== undefined && partOf(subject) !== undefined;
  const command = `npx visionary ${isKnown ? `${subject} ` : ''}--help`;
  return isKnown && language === 'zh' && PAGES[subject] ? `用法见 ${command}。` : `See ${command}.`;
}

/** The entries of a command, and its options. */
function partOf(subject: string): string | undefined {
  const [, commands = '', ...options] = USAGE.split('\n\n');
  const entries = commands.split(/\n(?= {2}visionary )/).filter((entry) => entry.trim().split(/\s/)[1] === subject);
  if (entries.length === 0 || subject.startsWith('-')) return undefined;
  return [entries.join('\n'), ...options.filter((text) => text.startsWith(`Options of ${subject}\n`))].join('\n\n');
}
