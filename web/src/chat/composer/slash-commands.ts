/** Slash commands, in menu order. */
export const SLASH_COMMANDS = ['imagine', 'help'] as const;

export type ParsedInput =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'imagine'; readonly prompt: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'unknown'; readonly name: string };

const COMMAND = /^\/([^\s/][^\s]*)\s*/u;

/** Parses the input: one slash starts a command, two escape it. */
export function parseInput(text: string): ParsedInput {
  const encoded = text.trim();
  if (encoded.startsWith('//')) return { kind: 'say', text: encoded.slice(1) };
  const found = COMMAND.exec(encoded);
  if (!found) return { kind: 'say', text: encoded };
  const name = found[1] ?? '';
  if (name === 'help') return { kind: 'help' };
  if (name === 'imagine') return { kind: 'imagine', prompt: encoded.slice(found[0].length).trim() };
  return { kind: 'unknown', name };
}
