import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface MetricName<L extends string> {
  /** Includes the unit, as in `visionary_pool_bytes`. Counters without `_total`. */
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

/** Registry of Prometheus metrics of this process. Each metric is registered once. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  constructor() {
    this.registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** @param read called at each scrape; if it throws, the metric is omitted */
  gauge<L extends string>(metric: MetricName<L>, read: Read<L>): void {
    const gauge = new Gauge({
      ...optionsOf(metric),
      registers: [this.registry],
      collect: () =>
        refill(
          read,
          () => clear(gauge, metric.labels),
          ({ labels, value }) => gauge.set(labelsOf(labels), value),
        ),
    });
  }

  /** A counter whose value is kept elsewhere. @param read as for `gauge` */
  counter<L extends string>(metric: MetricName<L>, read: Read<L>): void {
    const counter = new Counter({
      ...optionsOf(metric),
      registers: [this.registry],
      collect: () =>
        refill(
          read,
          () => clear(counter, metric.labels),
          ({ labels, value }) => counter.inc(labelsOf(labels), value),
        ),
    });
  }

  /** @param buckets ascending upper bounds @returns a function that records an observation */
  histogram<L extends string>(metric: MetricName<L>, buckets: readonly number[]): Observe<L> {
    const histogram = new Histogram({ ...optionsOf(metric), buckets: [...buckets], registers: [this.registry] });
    return (value, labels) => histogram.observe(labels, value);
  }

  /** All metrics as OpenMetrics text. */
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

/** `reset` sets metrics without labels to 0, which would be a false value, so they are removed. */
const clear = (metric: { reset(): void; remove(): void }, labels: readonly string[] = []): void => {
  metric.reset();
  if (labels.length === 0) metric.remove();
};

const refill = async <L extends string>(read: Read<L>, empty: () => void, put: (sample: Sample<L>) => void) => {
  empty();
  // A failing read, for example of an unavailable database, must not affect other metrics.
  const samples = await Promise.resolve()
    .then(read)
    .catch(() => []);
  for (const sample of samples) put(sample);
};
