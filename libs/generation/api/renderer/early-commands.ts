import type { TakeCommand } from '../../domain/renderers.js';

const KEPT = 50;
const KEPT_MS = 30_000;

/** Commands for takes nobody has here yet: the order may be a moment behind them. */
export class EarlyCommands {
  private kept: { readonly command: TakeCommand; readonly at: number }[] = [];

  keep(command: TakeCommand): void {
    this.kept = [...this.kept.slice(1 - KEPT), { command, at: performance.now() }];
  }

  of(takeId: string): TakeCommand[] {
    const since = performance.now() - KEPT_MS;
    return this.kept.filter(({ command, at }) => command.takeId === takeId && at > since).map(({ command }) => command);
  }
}
