interface Box {
  readonly top: number;
  readonly bottom: number;
  readonly right: number;
  readonly width: number;
  readonly height: number;
}

const GAP_PX = 4;
const EDGE_PX = 8;

/** Position of a menu in px of the window: below its button with aligned right edges, or above it without room. */
export function menuPosition(
  opener: Pick<Box, 'top' | 'bottom' | 'right'>,
  menu: Pick<Box, 'width' | 'height'>,
  view = { width: innerWidth, height: innerHeight },
): { top: number; left: number } {
  const below = opener.bottom + GAP_PX;
  const fits = below + menu.height <= view.height - EDGE_PX;
  const above = opener.top - GAP_PX - menu.height;
  const top = fits ? below : above >= EDGE_PX ? above : Math.max(EDGE_PX, view.height - EDGE_PX - menu.height);
  const left = Math.min(Math.max(EDGE_PX, opener.right - menu.width), view.width - EDGE_PX - menu.width);
  return { top, left: Math.max(EDGE_PX, left) };
}
