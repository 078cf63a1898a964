// Runs of workflows a second beside bare jobs of BullMQ through the same carrier and as many at once, told as ratios.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createPostgresBackend, createRedisBackend, Queue, Worker } from 'bullmq';
import pg from 'pg';

const concurrency = 4;
const count = { jobs: 2000, one: 1000, five: 400 };

/** Whether a Redis can be measured. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** A row for one carrier: bare jobs a second, and of runs of one step and of five, which part of that. */
export async function benchRuns({ databaseUrl, redisUrl, rounds }) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const rates = { bare: [], one: [], five: [] };
  for (let round = -1; round < rounds; round += 1) {
    const bare = await jobsPerSecond(databaseUrl, redisUrl);
    const [one, five] = [await runsPerSecond(client, 'one'), await runsPerSecond(client, 'five')];
    if (round >= 0) for (const [name, rate] of Object.entries({ bare, one, five })) rates[name].push(rate);
  }
  await client.end();
  const ratio = (name) => median(rates[name].map((rate, round) => rate / rates.bare[round])).toFixed(2);
  return {
    'bare jobs/s': Math.round(median(rates.bare)),
    'runs of 1 step / bare': ratio('one'),
    'runs of 5 steps / bare': ratio('five'),
    'steps/s of 5': Math.round(median(rates.five) * 5),
  };
}

/** Jobs that do nothing. */
async function jobsPerSecond(databaseUrl, redisUrl) {
  const name = `bench-${randomUUID()}`;
  const [backend, connection] =
    redisUrl === undefined
      ? [createPostgresBackend, { connectionString: databaseUrl, schema: 'bullmq', migrate: false }]
      : [createRedisBackend, { url: redisUrl, maxRetriesPerRequest: null }];
  const queue = new Queue(name, { connection }, backend);
  const jobs = Array.from({ length: count.jobs }, () => ({
    name: 'step',
    data: { step: randomUUID(), attempt: 1 },
    opts: { jobId: `st-${randomUUID()}`, removeOnComplete: true, removeOnFail: true },
  }));
  const state = { done: 0 };
  const began = performance.now();
  await queue.addBulk(jobs);
  await new Promise((resolve) => {
    const worker = new Worker(
      name,
      async () => {
        state.done += 1;
        if (state.done === count.jobs) resolve(worker);
      },
      { connection, concurrency },
      backend,
    );
    worker.on('error', () => undefined);
  }).then((worker) => worker.close());
  const seconds = (performance.now() - began) / 1000;
  await queue.close();
  return count.jobs / seconds;
}

/** From the records until the last run is over. */
async function runsPerSecond(client, name) {
  const done = async () => Number((await client.query(`SELECT count(*) FROM trellis_run WHERE status = 'done'`)).rows[0].count);
  const before = await done();
  const began = performance.now();
  await client.query(
    `INSERT INTO bench_flow_cause (id, name, created_at, updated_at, version) SELECT gen_random_uuid(), $2, now(), now(), 1 FROM generate_series(1, $1::integer)`,
    [count[name], name],
  );
  while ((await done()) < before + count[name]) await new Promise((resolve) => setTimeout(resolve, 20));
  return count[name] / ((performance.now() - began) / 1000);
}

function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
