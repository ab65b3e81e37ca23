const GAP_PX = 6;
const EDGE_PX = 16;

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Places a card below its anchor, or above it where there is more room, always inside the window. All values are CSS
 * pixels.
 */
export function popoverPosition(
  card: Pick<Box, 'width' | 'height'>,
  anchor: Box,
  window: Pick<Box, 'width' | 'height'>,
) {
  const below = anchor.top + anchor.height + GAP_PX;
  const above = anchor.top - GAP_PX - card.height;
  const fitsBelow = below + card.height <= window.height - EDGE_PX;
  const top = fitsBelow || above < EDGE_PX ? below : above;
  const inside = (value: number, size: number, available: number) =>
    Math.max(EDGE_PX, Math.min(value, available - EDGE_PX - size));
  return {
    left: inside(anchor.left, card.width, window.width),
    top: inside(top, card.height, window.height),
  };
}

export function positionPopover(card: HTMLElement, anchor: Box): void {
  const size = { width: card.offsetWidth, height: card.offsetHeight };
  const { left, top } = popoverPosition(size, anchor, { width: innerWidth, height: innerHeight });
  card.style.left = `${left}px`;
  card.style.top = `${top}px`;
}
