"""The grid of the latents, on which the things of a scene stand."""

CELL = 16  # pixels of the image to a cell
GRID = 16  # cells to a side of the image
SIZES = (16, 12, 8, 6, 4)  # sides, in cells, of the squares that drawings fill
FILL, FOOT = 0.94, 0.47  # shares of such a square: the drawing's larger side, and its foot below the middle
VARIANTS = 3  # drawings of a thing that the sketchbook knows and scenes show
