import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TINY_MODELS } from '../support/jam.js';
import { type Node, startNode } from '../support/nodes.js';
import { freshDatabase, freshFolder, redisUrl } from '../support/services.js';
import { aDuet, type Duet, findInDatabase, seeTakeTogether, writeTogether } from './jam-session.js';

describe(`two browsers on two nodes with MySQL and Redis (seed ${jest.getSeed()})`, () => {
  let env: Record<string, string>;
  let nodes: [Node, Node];
  let duet: Duet;

  beforeAll(async () => {
    env = {
      ...{ DATABASE_URL: await freshDatabase('mysql'), REDIS_URL: redisUrl(), DATA_DIR: freshFolder() },
      ...{ MODELS_DIR: TINY_MODELS },
    };
    nodes = await Promise.all([startNode(env), startNode(env)]);
    duet = await aDuet([nodes[0].url, nodes[1].url]);
  });

  it('[B1] [RT9] edit one prompt concurrently and converge', async () => {
    expect((await writeTogether(duet, jest.getSeed())).length).toBeGreaterThan(40);
  });

  it('[B2] [B3] [RT9] show the frames and the same image of a take, also to a user who joins late', () =>
    seeTakeTogether(duet, nodes[1].url));

  it('[B1] read the prompt from the database after all nodes stopped and one started', () =>
    findInDatabase(duet, nodes, env));
});
