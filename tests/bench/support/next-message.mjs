/** The next message of a child process that fits. */
export const nextMessage = (child, fits) =>
  new Promise((resolve) => {
    const listen = (message) => {
      if (!fits(message)) return;
      child.off('message', listen);
      resolve(message);
    };
    child.on('message', listen);
  });
