import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Measures } from '../domain/measures.js';
import { heldBy } from '../domain/renderer-memories.js';
import { Renderers } from '../domain/renderers.js';
import { LineBoard } from './line-board.js';

/** Keeps what loads cost, and lets the places be told anew when a renderer came, went, or holds other models. */
@Injectable()
export class MemoryNews implements OnModuleInit {
  private told = '';

  constructor(
    private readonly renderers: Renderers,
    private readonly measures: Measures,
    private readonly board: LineBoard,
  ) {}

  onModuleInit(): void {
    this.renderers.onChange(() => this.look());
  }

  private look(): void {
    const renderers = this.renderers.list();
    for (const { pool } of renderers) for (const entry of pool?.entries ?? []) this.measures.loads.note(entry);
    const held = JSON.stringify(renderers.map((one) => [one.id, one.state === 'away', heldBy(one, [])]));
    if (held === this.told) return;
    this.told = held;
    this.board.stir();
  }
}
