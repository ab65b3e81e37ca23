import type { Group, Span } from './schedule-groups.js';
import { findGroups } from './schedule-groups.js';

/** The text of a prompt up to a step. */
export interface ScheduledText {
  /** The first step, counted from 0, that it no longer applies to. */
  readonly untilStep: number;
  readonly text: string;
}

/** A group in a run: the step at which `[from:to:when]` changes, 0 for `[a|b]`. */
interface TimedGroup {
  readonly group: Group;
  readonly turnsAt: number;
}

/**
 * Resolves a prompt for a run of `steps` steps. `[from:to:when]`, `[to:when]`, and `[from::when]` change at a step,
 * an integer or, with a decimal point or below 1, a fraction of all steps; `[a|b|c]` alternates. The first `when`
 * steps use `from`.
 * @returns at least one text, neighbors differ, the last one until `steps`; never throws
 */
export function scheduleTexts(prompt: string, steps: number): ScheduledText[] {
  const groups = findGroups(prompt);
  if (!groups || groups.length === 0) return [{ untilStep: steps, text: prompt }];
  const timed = groups.map((group) => ({ group, turnsAt: turnOf(group, steps) }));
  const texts: ScheduledText[] = [];
  let begin = 0;
  for (const untilStep of turningPoints(timed, steps)) {
    const text = textAt(prompt, timed, begin);
    if (texts[texts.length - 1]?.text === text) texts.pop();
    texts.push({ untilStep, text });
    begin = untilStep;
  }
  return texts;
}

function turnOf(group: Group, steps: number): number {
  if (group.kind === 'alternating') return 0;
  const value = Number(group.when);
  const isShare = group.when.includes('.') || value < 1;
  return Math.min(steps, Math.trunc(isShare ? value * steps : value));
}

function turningPoints(groups: readonly TimedGroup[], steps: number): number[] {
  if (groups.some(({ group }) => group.kind === 'alternating')) return Array.from({ length: steps }, (_, i) => i + 1);
  const turns = groups.map(({ turnsAt }) => turnsAt).filter((turn) => turn >= 1);
  return [...new Set([...turns, steps])].sort((a, b) => a - b);
}

/**
 * Walks the text once and skips inactive alternatives. A stack holds where to continue after each group, whatever the
 * nesting depth.
 */
function textAt(prompt: string, groups: readonly TimedGroup[], step: number): string {
  const ends = [prompt.length];
  const goOn: number[] = [];
  let text = '';
  let next = 0;
  let at = 0;
  for (;;) {
    const end = ends[ends.length - 1]!;
    while (next < groups.length && groups[next]!.group.open < at) next++;
    const timed = groups[next];
    if (timed && timed.group.open < end) {
      const chosen = choose(timed, step);
      text += prompt.slice(at, timed.group.open);
      ends.push(chosen[1]);
      goOn.push(timed.group.close + 1);
      at = chosen[0];
      continue;
    }
    text += prompt.slice(at, end);
    if (goOn.length === 0) return text;
    ends.pop();
    at = goOn.pop()!;
  }
}

function choose({ group, turnsAt }: TimedGroup, step: number): Span {
  switch (group.kind) {
    case 'scheduled':
      return step < turnsAt ? group.before : group.after;
    case 'alternating':
      return group.alternatives[step % group.alternatives.length]!;
    default:
      return group satisfies never;
  }
}
