/** @param callback called with `p` or `q`, in a terminal */
export function onKey(callback: (key: 'p' | 'q') => void): void {
  const { stdin } = process;
  if (!stdin.isTTY) return;
  stdin.setRawMode(true);
  stdin.resume();
  stdin.on('data', (data) => {
    const key = data.toString();
    if (key === 'p') callback('p');
    // Ctrl+C sends no signal in this mode.
    if (key === 'q' || key === '\u0003') callback('q');
  });
  stdin.unref();
}
