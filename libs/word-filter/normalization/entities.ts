/** HTML entities of characters that separate or hide letters, besides numeric ones. */
const NAMED: Readonly<Record<string, string>> = {
  ...{ nbsp: ' ', ensp: ' ', emsp: ' ', thinsp: ' ', tab: ' ', newline: '\n' },
  ...{ shy: '\u00ad', zwnj: '\u200c', zwj: '\u200d', lrm: '\u200e', rlm: '\u200f' },
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", period: '.', comma: ',', lowbar: '_', hyphen: '-', ast: '*' },
  ...{ excl: '!', dollar: '$', commat: '@', plus: '+', num: '#', sol: '/', bsol: '\\', colon: ':', semi: ';' },
};
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));?/iuy;
/** What follows an ampersand that is an entity itself: `&amp;#117;`. */
const REST_OF_ENTITY = /(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/iuy;
const AMPERSAND = 0x26;
const ANY_ENTITY = /&(?:#\d|#x[0-9a-f]|[a-z]{2,8};)/iu;
const MAX_CODE_POINT = 0x10ffff;

export const hasEntities = (text: string): boolean => text.includes('&') && ANY_ENTITY.test(text);

export interface Entity {
  readonly codePoint: number;
  /** Exclusive. */
  readonly end: number;
}

/** @returns the HTML entity that starts at an ampersand, such as `&#115;`, `&#x73;` or `&nbsp;`, also one that was encoded again */
export function entityAt(text: string, at: number): Entity | undefined {
  let entity = matchedEntity(ENTITY, text, at);
  while (entity?.codePoint === AMPERSAND) {
    const inner = matchedEntity(REST_OF_ENTITY, text, entity.end);
    if (!inner) break;
    entity = inner;
  }
  return entity;
}

function matchedEntity(pattern: RegExp, text: string, at: number): Entity | undefined {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [{ length }, decimal, hex, name = ''] = match;
  const codePoint = decimal
    ? Number(decimal)
    : hex
      ? Number.parseInt(hex, 16)
      : NAMED[name.toLowerCase()]?.codePointAt(0);
  if (codePoint === undefined || codePoint > MAX_CODE_POINT) return undefined;
  return { codePoint, end: at + length };
}
