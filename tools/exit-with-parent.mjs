/** Preloaded into servers that a tool starts: stops the server when the tool exits, even after a crash. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
