/** Slash commands, in menu order. */
export const SLASH_COMMANDS = ['imagine', 'help'] as const;

export type ParsedInput =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'imagine'; readonly prompt: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'unknown'; readonly name: string };

const COMMAND = /^\/([^\s/][^\s]*)\s*/u;

/** Options of bots that people come from. Phones make one dash of two. */
const FOREIGN_OPTION =
  /(?:^|\s)((?:--|—)(?:ar|aspect|chaos|c|iw|niji|no|quality|q|seed|stylize|style|s|tile|version|v|weird|w))(?=\s|$)/iu;

/** An option of another program in a prompt, which would only be drawn. */
export const foreignOptionIn = (prompt: string): string | undefined => FOREIGN_OPTION.exec(prompt)?.[1];

/** Parses the input: one slash starts a command, two escape it. */
export function parseInput(text: string): ParsedInput {
  const encoded = text.trim();
  if (encoded.startsWith('//')) return { kind: 'say', text: encoded.slice(1) };
  const found = COMMAND.exec(encoded);
  if (!found) return { kind: 'say', text: encoded };
  const name = (found[1] ?? '').toLowerCase();
  if (name === 'help') return { kind: 'help' };
  if (name === 'imagine') return { kind: 'imagine', prompt: encoded.slice(found[0].length).trim() };
  return { kind: 'unknown', name };
}
