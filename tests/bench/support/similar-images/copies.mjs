import sharp from 'sharp';

const cropped =
  (share) =>
  (png, { width, height }) => {
    const [left, top] = [Math.round((width * share) / 2), Math.round((height * share) / 2)];
    return sharp(png)
      .extract({ left, top, width: width - 2 * left, height: height - 2 * top })
      .png()
      .toBuffer();
  };

/** Ways in which a downloaded image is changed before it is uploaded again. */
export const COPIES = {
  'JPEG of quality 90': (png) => sharp(png).jpeg({ quality: 90 }).toBuffer(),
  'JPEG of quality 50': (png) => sharp(png).jpeg({ quality: 50 }).toBuffer(),
  'JPEG of quality 20': (png) => sharp(png).jpeg({ quality: 20 }).toBuffer(),
  'WebP of quality 60': (png) => sharp(png).webp({ quality: 60 }).toBuffer(),
  'half its size': (png, { width }) =>
    sharp(png)
      .resize(Math.round(width / 2))
      .png()
      .toBuffer(),
  'twice its size': (png, { width }) =>
    sharp(png)
      .resize(width * 2)
      .png()
      .toBuffer(),
  'stretched by a tenth': (png, { width, height }) =>
    sharp(png)
      .resize(Math.round(width * 1.1), height, { fit: 'fill' })
      .png()
      .toBuffer(),
  'brighter by a tenth': (png) => sharp(png).modulate({ brightness: 1.1 }).png().toBuffer(),
  'darker by a fifth': (png) => sharp(png).modulate({ brightness: 0.8 }).png().toBuffer(),
  'stronger contrast': (png) => sharp(png).linear(1.2, -25).png().toBuffer(),
  'without colours': (png) => sharp(png).greyscale().png().toBuffer(),
  'a little soft': (png) => sharp(png).blur(1.2).png().toBuffer(),
  'cropped by 2 %': cropped(0.02),
  'cropped by 5 %': cropped(0.05),
  'cropped by 10 %': cropped(0.1),
  'JPEG of quality 60, half its size, cropped by 2 %': async (png, size) =>
    sharp(await cropped(0.02)(png, size))
      .resize(Math.round(size.width / 2))
      .jpeg({ quality: 60 })
      .toBuffer(),
  mirrored: (png) => sharp(png).flop().png().toBuffer(),
};
