import { LIMITS, type LendingRules } from '@visionary/contract';
import { t } from '../shared/i18n/index.js';

const MIB_PER_GIB = 1024;
const DEFAULT_HOURS = { from: '22:00', to: '07:00' };

/** The rules as fields of a form. */
export interface RulesForm {
  name: string;
  audience: LendingRules['audience'];
  roomIds: string[];
  modelChoice: 'all' | 'chosen';
  models: string[];
  /** In GB. Empty: chosen by the program. */
  memory: string;
  isQuiet: boolean;
  from: string;
  to: string;
  timeZone: string;
}

export type FieldErrors = Partial<Record<'name' | 'rooms' | 'models' | 'memory' | 'times' | 'until' | 'zone', string>>;

export const toForm = (rules: LendingRules): RulesForm => ({
  name: rules.name,
  audience: rules.audience,
  roomIds: [...rules.roomIds],
  modelChoice: rules.models === null ? 'all' : 'chosen',
  models: [...(rules.models ?? [])],
  memory: rules.memoryMiB === null ? '' : String(Math.round((rules.memoryMiB / MIB_PER_GIB) * 100) / 100),
  isQuiet: rules.quietHours !== null,
  ...(rules.quietHours ?? { ...DEFAULT_HOURS, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
});

const memoryOf = ({ memory }: RulesForm): number | null =>
  memory.trim() === '' ? null : Math.round(Number(memory.replace(',', '.')) * MIB_PER_GIB);

function isTimeZone(timeZone: string): boolean {
  try {
    return timeZone !== '' && Intl.DateTimeFormat('en', { timeZone }) !== null;
  } catch {
    return false;
  }
}

/** What is wrong with the form. Empty: it can be saved. */
export function errorsIn(form: RulesForm): FieldErrors {
  const { min, max } = LIMITS.lentMemoryMiB;
  const memory = memoryOf(form);
  return {
    ...(form.name.trim() === '' && { name: t('lending.nameMissing') }),
    ...(form.audience === 'rooms' && form.roomIds.length === 0 && { rooms: t('lending.rules.nothingChosen') }),
    ...(form.modelChoice === 'chosen' && form.models.length === 0 && { models: t('lending.rules.noModelChosen') }),
    ...(memory !== null &&
      !(memory >= min && memory <= max) && {
        memory: t('lending.rules.memoryWrong', { min: min / MIB_PER_GIB, max: max / MIB_PER_GIB }),
      }),
    ...(form.isQuiet && form.from === form.to && { times: t('lending.rules.sameTimes') }),
    ...(form.isQuiet && !form.from && { times: t('lending.rules.timeMissing') }),
    ...(form.isQuiet && !form.to && { until: t('lending.rules.timeMissing') }),
    ...(form.isQuiet && !isTimeZone(form.timeZone.trim()) && { zone: t('lending.rules.zoneWrong') }),
  };
}

/** Rooms stay chosen while another audience is. */
export const toRules = (form: RulesForm): LendingRules => ({
  name: form.name.trim(),
  audience: form.audience,
  roomIds: form.roomIds,
  models: form.modelChoice === 'all' ? null : form.models,
  memoryMiB: memoryOf(form),
  quietHours: form.isQuiet ? { from: form.from, to: form.to, timeZone: form.timeZone.trim() } : null,
});
