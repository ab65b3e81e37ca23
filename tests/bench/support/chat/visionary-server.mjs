/** The real server without main.ts; also reports its cost and can broadcast without a message. */
import { readConfig } from '../../../../dist/libs/platform/config/index.js';
import { Broadcast } from '../../../../dist/libs/platform/realtime/index.js';
import { createApp } from '../../../../dist/apps/server/src/create-app.js';
import { answer, cpuUs, pause } from './calls.mjs';

const config = readConfig(process.env);
const app = await createApp(config);
await app.listen(config.port, config.host);
const broadcast = app.get(Broadcast, { strict: false });

answer(
  {
    port: () => app.getHttpServer().address().port,
    cpuUs,
    /** @returns microseconds of CPU time for this many events, one every `everyMs` */
    async broadcast(event, count, everyMs) {
      const before = cpuUs();
      for (let sent = 1; sent <= count; sent++) {
        const seq = event.seq + sent;
        const message = { ...event.payload.message, seq };
        broadcast.log({ ...event, seq, payload: { message } });
        await pause(everyMs);
      }
      return cpuUs() - before;
    },
  },
  () => app.close(),
);
