import type { AuditDetail } from './audit.js';

/** What one user wrote, in UTF-16 code units. */
export type WrittenSpan = readonly [from: number, until: number, userId: string];

/** The shared prompt of a room at the time of a report. */
export interface ReportedPrompts {
  readonly prompt: string;
  readonly negative: string;
  /** Text outside of spans has no known author. */
  readonly promptSpans: readonly WrittenSpan[];
  readonly negativeSpans: readonly WrittenSpan[];
  /** Where the text of each client of the document ended. What a client writes later is beyond. */
  readonly clocks: ReadonlyMap<number, number>;
}

/** Twice what can be rendered. A document can hold more, which the room shows. */
const MAX_KEPT_LENGTH = 4_000;

/** The prompts as a report stores them. */
export const detailOfPrompts = (reported: ReportedPrompts): AuditDetail => ({
  prompt: cut(reported.prompt),
  negative: cut(reported.negative),
  writers: encodeSpans(reported.promptSpans),
  negativeWriters: encodeSpans(reported.negativeSpans),
  clocks: [...reported.clocks].map(([client, clock]) => `${client}:${clock}`).join(' '),
});

/** @returns null for a report without prompts */
export const promptsIn = (detail: AuditDetail | null): ReportedPrompts | null => {
  if (typeof detail?.['writers'] !== 'string') return null;
  const textOf = (name: string) => String(detail[name] ?? '');
  return {
    prompt: textOf('prompt'),
    negative: textOf('negative'),
    promptSpans: decodeSpans(textOf('writers')),
    negativeSpans: decodeSpans(textOf('negativeWriters')),
    clocks: new Map(
      textOf('clocks')
        .split(' ')
        .filter(Boolean)
        .map((entry) => entry.split(':').map(Number) as [number, number]),
    ),
  };
};

export const authorsOfPrompts = ({ promptSpans, negativeSpans }: ReportedPrompts): string[] => [
  ...new Set([...promptSpans, ...negativeSpans].map(([, , userId]) => userId)),
];

/** The only author of the whole text; null when there are several or one is unknown. */
export const soleAuthorOf = (reported: ReportedPrompts): string | null => {
  const { prompt, negative, promptSpans, negativeSpans } = reported;
  const [first, ...others] = authorsOfPrompts(reported);
  const isKnown = coveredBy(promptSpans) >= prompt.length && coveredBy(negativeSpans) >= negative.length;
  return first !== undefined && others.length === 0 && isKnown ? first : null;
};

const coveredBy = (spans: readonly WrittenSpan[]): number =>
  spans.reduce((sum, [from, until]) => sum + until - from, 0);

const cut = (text: string): string => text.slice(0, MAX_KEPT_LENGTH).replace(/[\ud800-\udbff]$/, '');

/** `id from-until from-until, id from-until`: users who take turns letter by letter must not exceed what a row can hold. */
const encodeSpans = (spans: readonly WrittenSpan[]): string => {
  const kept = spans.filter(([from]) => from < MAX_KEPT_LENGTH);
  return [...Map.groupBy(kept, ([, , userId]) => userId)]
    .map(([userId, own]) => `${userId} ${own.map(([from, until]) => `${from}-${until}`).join(' ')}`)
    .join(', ');
};

const decodeSpans = (writers: string): WrittenSpan[] =>
  writers
    .split(', ')
    .flatMap((entry) => {
      const [userId = '', ...ranges] = entry.split(' ');
      return ranges.map((range) => [...(range.split('-').map(Number) as [number, number]), userId] as const);
    })
    .sort(([a], [b]) => a - b);
