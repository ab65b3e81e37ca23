const hex = (value, digits) => Math.floor(value).toString(16).padStart(digits, '0');

/** UUIDs of version 7, like those of the server, but reproducible. */
export const idOf = (at, random) => {
  const time = hex(at, 12);
  const [a, b, c, d] = [random() * 0x1000, random() * 0x1000, random() * 0x1000000, random() * 0x1000000];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(a, 3)}-8${hex(b, 3)}-${hex(c, 6)}${hex(d, 6)}`;
};
