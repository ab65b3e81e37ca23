import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface MetricName<L extends string> {
  /** With its unit, `visionary_pool_bytes`; counters without `_total`. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly L[];
}

export interface Sample<L extends string> {
  readonly labels?: Readonly<Record<L, string>>;
  readonly value: number;
}

type Read<L extends string> = () => readonly Sample<L>[] | Promise<readonly Sample<L>[]>;
type Observe<L extends string> = (value: number, labels: Readonly<Record<L, string>>) => void;

/** What this process tells a Prometheus that comes to ask. Whoever has something to tell registers it once. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  constructor() {
    this.registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** @param read is asked at each scrape; what it throws leaves the metric out */
  gauge<L extends string>(metric: MetricName<L>, read: Read<L>): void {
    const gauge = new Gauge({
      ...optionsOf(metric),
      registers: [this.registry],
      collect: () =>
        refill(
          read,
          () => emptied(gauge, metric.labels),
          ({ labels, value }) => gauge.set(labelsOf(labels), value),
        ),
    });
  }

  /** A number that somebody else counts up. @param read as for gauge */
  counter<L extends string>(metric: MetricName<L>, read: Read<L>): void {
    const counter = new Counter({
      ...optionsOf(metric),
      registers: [this.registry],
      collect: () =>
        refill(
          read,
          () => emptied(counter, metric.labels),
          ({ labels, value }) => counter.inc(labelsOf(labels), value),
        ),
    });
  }

  /** @param buckets upper bounds, ascending. @returns notes one observation */
  histogram<L extends string>(metric: MetricName<L>, buckets: readonly number[]): Observe<L> {
    const histogram = new Histogram({ ...optionsOf(metric), buckets: [...buckets], registers: [this.registry] });
    return (value, labels) => histogram.observe(labels, value);
  }

  /** All of it, as OpenMetrics text. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}

const optionsOf = <L extends string>({ name, help, labels = [] }: MetricName<L>) => ({
  ...{ name, help },
  labelNames: [...labels],
});

const labelsOf = <L extends string>(labels: Readonly<Record<L, string>> | undefined) =>
  (labels ?? {}) as Record<L, string>;

/** A reset puts a nought where there are no labels, and a nought is a claim. */
const emptied = (metric: { reset(): void; remove(): void }, labels: readonly string[] = []): void => {
  metric.reset();
  if (labels.length === 0) metric.remove();
};

const refill = async <L extends string>(read: Read<L>, empty: () => void, put: (sample: Sample<L>) => void) => {
  empty();
  // A database that is away must not take the other metrics along.
  const samples = await Promise.resolve()
    .then(read)
    .catch(() => []);
  for (const sample of samples) put(sample);
};
