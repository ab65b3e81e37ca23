const MAX_AVATARS = 3;
/** Widths of an avatar with its gap, of an icon with a count of two digits, and of the gap between them, in CSS pixels. */
const [AVATAR, COUNT, GAP] = [21, 36, 8];

/** How many avatars fit into the row below an image beside its likes and comments, which always stay. */
export function avatarsThatFit(width: number, hasComments: boolean): number {
  const counts = (COUNT + GAP) * (hasComments ? 2 : 1);
  return Math.max(0, Math.min(MAX_AVATARS, Math.floor((width - counts) / AVATAR)));
}
