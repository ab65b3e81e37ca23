/** The real server without main.ts; also reports its cost and can broadcast without a message. */
import { readConfig } from '../../../../dist/libs/platform/config/index.js';
import { Broadcast } from '../../../../dist/libs/platform/realtime/index.js';
import { createApp } from '../../../../dist/apps/server/src/create-app.js';
import { answer, broadcastWith, cpuUs } from './calls.mjs';

const config = readConfig(process.env);
const app = await createApp(config);
await app.listen(config.port, config.host);
const broadcast = app.get(Broadcast, { strict: false });

answer(
  {
    port: () => app.getHttpServer().address().port,
    cpuUs,
    broadcast: broadcastWith((event) => broadcast.log(event)),
  },
  () => app.close(),
);
