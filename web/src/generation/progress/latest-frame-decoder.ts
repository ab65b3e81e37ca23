export interface NewestFramePorts<Raw, Decoded> {
  decode(raw: Raw): Promise<Decoded>;
  /** Shows a decoded frame; the previous one is no longer needed. */
  show(frame: Decoded): void;
  /** Frees a decoded frame that is not shown. */
  drop(frame: Decoded): void;
}

/** Decodes one frame at a time and keeps only the newest of those that arrive meanwhile. Skips broken frames. */
export class LatestFrameDecoder<Raw, Decoded> {
  private next: { raw: Raw } | null = null;
  private busy = false;
  private open = true;

  constructor(private readonly ports: NewestFramePorts<Raw, Decoded>) {}

  push(raw: Raw): void {
    if (!this.open) return;
    this.next = { raw };
    if (!this.busy) void this.work();
  }

  /** The frame being decoded is dropped when it is ready. */
  close(): void {
    this.open = false;
    this.next = null;
  }

  private async work(): Promise<void> {
    this.busy = true;
    while (this.next) {
      const { raw } = this.next;
      this.next = null;
      const frame = await this.ports.decode(raw).catch(() => null);
      if (frame === null) continue;
      if (!this.open) this.ports.drop(frame);
      else this.ports.show(frame);
    }
    this.busy = false;
  }
}
