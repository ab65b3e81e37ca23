import type { CardUse } from './card.js';

/**
 * The output of `ioreg -r -d 1 -w 0 -c IOAccelerator`, which has one line for each card:
 * `"PerformanceStatistics" = {"In use system memory"=1154580480,"Device Utilization %"=29,"Renderer Utilization %"=27}`. Older
 * drivers of other makers have `"GPU Activity(%)"` and `"vramUsedBytes"`. Programs aren't named.
 */
export const parseMacStatistics = (output: string): CardUse[] =>
  [...output.matchAll(/"PerformanceStatistics" = \{(.*)\}/g)].map(([, statistics = '']) => {
    const valueOf = (...names: readonly string[]) =>
      names
        .map((name) => statistics.split(`"${name}"=`)[1])
        .map((rest) => /^\d+/.exec(rest ?? '')?.[0])
        .find((digits) => digits !== undefined);
    const percent = valueOf('Device Utilization %', 'GPU Activity(%)');
    const used = valueOf('vramUsedBytes', 'In use system memory');
    return {
      ...(percent !== undefined && { busy: Math.min(1, Number(percent) / 100) }),
      ...(used !== undefined && { usedBytes: Number(used) }),
    };
  });
