import type { Group, Span } from './schedule-groups.js';
import { findGroups } from './schedule-groups.js';

/** What a prompt reads up to a step. */
export interface ScheduledText {
  /** The first step, counted from 0, that it does not hold for any more. */
  readonly untilStep: number;
  readonly text: string;
}

/** A group within a run: for `[from:to:when]` the step it changes at, for `[a|b]` none. */
interface TimedGroup {
  readonly group: Group;
  readonly turnsAt: number;
}

/**
 * A prompt over a run of `steps` steps: `[from:to:when]`, `[to:when]` and `[from::when]` change at a step, a whole number
 * of steps or, written with a dot or below 1, a share of all; `[a|b|c]` takes turns. `when` k means that the first k
 * steps read `from`.
 * @returns at least one text, neighbours differing, the last until `steps`; never throws
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

/** Walks the text once, jumping over what does not hold; where it goes on after a group waits on a stack, however deep. */
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
