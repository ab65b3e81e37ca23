/** Preloaded into a server that a tool starts: when the tool is gone, however it went, the server stops too. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
