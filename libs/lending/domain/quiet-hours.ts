import type { QuietHours } from '@visionary/contract';

/** Making one takes longer than all that it is used for. */
const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  formats.set(timeZone, format);
  return format;
};

/** Whether the clocks of the time zone show a time of the quiet hours at `now`. Two times of day compare like their digits. */
export const isQuiet = ({ from, to, timeZone }: QuietHours, now: number): boolean => {
  const time = formatOf(timeZone).format(now);
  return from < to ? time >= from && time < to : time >= from || time < to;
};
