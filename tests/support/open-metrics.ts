/** A metric family, with its samples by label text. */
export interface Family {
  type: string;
  help: string;
  readonly samples: Map<string, number>;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const META = new RegExp(`^# (TYPE|HELP|UNIT) (${NAME}) (.+)$`);
const LABEL = `[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\[\\\\"n])*"`;
const SAMPLE = new RegExp(
  `^(${NAME})(\\{(?:${LABEL}(?:,${LABEL})*)?,?\\})? (-?\\d[\\d.eE+-]*|\\+Inf|NaN)( [\\d.]+)?( # .*)?$`,
);
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  counter: ['_total', '_created'],
  histogram: ['_bucket', '_sum', '_count', '_created'],
  gauge: [''],
};

/**
 * Parses OpenMetrics 1.0 text strictly: metadata before samples, suffixes by type, one family
 * in one piece, no sample twice, buckets that only grow, and `# EOF` at the end.
 * @throws Error with the first invalid line
 */
export function readOpenMetrics(text: string): Map<string, Family> {
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.pop() !== '# EOF') throw new Error('does not end with # EOF');
  const families = new Map<string, Family>();
  let current: [string, Family] | undefined;
  for (const line of lines) {
    const [, word = '', metric = '', rawValue = ''] = META.exec(line) ?? [];
    if (word) {
      if (current?.[0] !== metric) {
        if (families.has(metric)) throw new Error(`${metric} comes in two pieces`);
        current = [metric, { type: 'unknown', help: '', samples: new Map() }];
        families.set(...current);
      }
      if (current[1].samples.size > 0) throw new Error(`metadata after samples: ${line}`);
      if (word === 'TYPE') current[1].type = rawValue;
      if (word === 'HELP') current[1].help = rawValue;
      continue;
    }
    const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? [];
    const [family, { type, samples }] = current ?? ['', { type: '', samples: new Map<string, number>() }];
    const suffix = name.startsWith(family) ? name.slice(family.length) : undefined;
    if (!name || suffix === undefined || !SUFFIXES[type]?.includes(suffix)) {
      throw new Error(`no sample of ${family}: ${line}`);
    }
    if (samples.has(suffix + labels)) throw new Error(`twice: ${line}`);
    samples.set(suffix + labels, Number(value.replace('+Inf', 'Infinity')));
  }
  for (const [name, family] of families) if (family.type === 'histogram') requireGrowth(name, family);
  return families;
}

const requireGrowth = (name: string, { samples }: Family): void => {
  const last = new Map<string, number>();
  for (const [key, value] of samples) {
    if (!key.startsWith('_bucket')) continue;
    const series = key.replace(/le="[^"]*",?/, '');
    if (value < (last.get(series) ?? 0)) throw new Error(`buckets of ${name} shrink at ${key}`);
    last.set(series, value);
  }
};
