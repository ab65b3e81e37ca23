import type { ModelView, Settings } from '@visionary/contract';
import { clampSide, closestSize } from './shared-settings.js';

type Size = Pick<Settings, 'width' | 'height'>;

/** What a model recommends or limits, as it is shown to users: width and height are one size. */
interface ModelDependent extends Pick<Settings, 'scheduler' | 'steps' | 'guidance'> {
  readonly size: Size;
  readonly clipSkip: number;
}

/** One setting and two values of it. */
export type SettingPair = {
  [N in keyof ModelDependent]: {
    readonly name: N;
    readonly from: ModelDependent[N];
    readonly to: ModelDependent[N];
  };
}[keyof ModelDependent];

/** What choosing another model does to the settings of a room. */
export interface ModelChange {
  readonly model: string;
  readonly values: Partial<Settings>;
  /** Restores the settings before. */
  readonly before: Partial<Settings>;
  readonly changed: readonly SettingPair[];
  /** Values that someone chose, `from`, and what the model recommends instead, `to`. */
  readonly kept: readonly SettingPair[];
  /** All that the model recommends. */
  readonly recommended: Partial<Settings>;
}

const NAMES = ['steps', 'guidance', 'size', 'scheduler', 'clipSkip'] as const;

/**
 * Settings that still were as the former model recommends them follow the new one. Others were chosen by someone and stay, as far
 * as the new model supports them.
 * @param former undefined if it is unavailable: what it recommended is unknown, so that all settings follow the new one
 */
export function modelChange(present: Settings, former: ModelView | undefined, next: ModelView): ModelChange {
  const now = dependentOf(present);
  const recommended = { ...dependentOf(next.recommended), clipSkip: Math.min(now.clipSkip, next.maxClipSkip ?? 1) };
  const values = chosenValues(now, former, next, recommended);
  return {
    model: next.id,
    values: { model: next.id, ...settingsOf(values) },
    before: { model: present.model, ...settingsOf(now), clipSkip: present.clipSkip },
    changed: differences(now, values),
    kept: differences(values, recommended),
    recommended: settingsOf(recommended),
  };
}

const dependentOf = ({ scheduler, steps, guidance, width, height, clipSkip = 1 }: Settings): ModelDependent => ({
  ...{ scheduler, steps, guidance, clipSkip, size: { width, height } },
});

/** Unused optional settings are absent. */
const settingsOf = ({ size, clipSkip, ...others }: ModelDependent): Partial<Settings> => ({
  ...{ ...others, ...size, clipSkip: clipSkip > 1 ? clipSkip : undefined },
});

function chosenValues(
  now: ModelDependent,
  former: ModelView | undefined,
  next: ModelView,
  recommended: ModelDependent,
): ModelDependent {
  if (!former) return recommended;
  const usual = dependentOf(former.recommended);
  const isChosen = (name: 'scheduler' | 'steps' | 'guidance') => now[name] !== usual[name];
  return {
    steps: isChosen('steps') ? now.steps : recommended.steps,
    guidance: isChosen('guidance') ? now.guidance : recommended.guidance,
    scheduler: isChosen('scheduler') && next.schedulers.includes(now.scheduler) ? now.scheduler : recommended.scheduler,
    size: isSameSize(now.size, usual.size) ? recommended.size : sizeFor(now.size, former, next),
    clipSkip: recommended.clipSkip,
  };
}

/** A chosen size stays among models of one native size. For another one, its aspect ratio does. */
function sizeFor(size: Size, former: ModelView, next: ModelView): Size {
  const [before, after] = [former, next].map(({ sizes: [native] }) => (native?.width ?? 0) * (native?.height ?? 0));
  if (before !== after) return closestSize(size, next);
  return { width: clampSide(size.width, next), height: clampSide(size.height, next) };
}

const isSameSize = (one: Size, other: Size): boolean => one.width === other.width && one.height === other.height;

function differences(from: ModelDependent, to: ModelDependent): SettingPair[] {
  const isSame = (name: keyof ModelDependent) =>
    name === 'size' ? isSameSize(from.size, to.size) : from[name] === to[name];
  return NAMES.filter((name) => !isSame(name)).map((name) => ({ name, from: from[name], to: to[name] }) as SettingPair);
}
