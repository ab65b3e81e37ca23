const LINK = /\/rooms\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?\?(?:[^#\s]*&)?take=(\d{1,9})(?:[&#]|$)/u;

export interface TakeLink {
  readonly roomId: string;
  readonly number: number;
}

/** The take that a text links to, if the text consists only of a take link of this site. */
export function parseTakeLink(text: string, origin: string): TakeLink | null {
  const encoded = text.trim();
  if (!encoded.startsWith(`${origin}/`) || /\s/u.test(encoded)) return null;
  const found = LINK.exec(encoded.slice(origin.length));
  return found?.index === 0 ? { roomId: found[1] ?? '', number: Number(found[2]) } : null;
}
