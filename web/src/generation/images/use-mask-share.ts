import { shallowRef, watch } from 'vue';

/** Pixels per side that are counted; the share is shown in whole percent. */
const SIDE = 64;

/** The share of the image that a mask repaints, 0 to 1. Undefined until the mask is loaded. */
export function useMaskShare(address: () => string | undefined) {
  const share = shallowRef<number>();
  watch(
    address,
    async (now) => {
      share.value = undefined;
      if (!now) return;
      const measured = await whiteShare(now).catch(() => undefined);
      if (address() === now) share.value = measured;
    },
    { immediate: true },
  );
  return share;
}

/** White is repainted. */
async function whiteShare(address: string): Promise<number | undefined> {
  const image = new Image(SIDE, SIDE);
  image.src = address;
  await image.decode();
  const context = Object.assign(document.createElement('canvas'), { width: SIDE, height: SIDE }).getContext('2d');
  context?.drawImage(image, 0, 0, SIDE, SIDE);
  const { data } = context?.getImageData(0, 0, SIDE, SIDE) ?? {};
  if (!data) return undefined;
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum += (data[at] ?? 0) * (data[at + 3] ?? 0);
  return sum / (255 * 255 * SIDE * SIDE);
}
