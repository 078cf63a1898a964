// The ceiling: Fastify and pg with hand-written, named SQL doing the same as Trellis does for bench.deal, without rights.
import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const app = Fastify({ logger: false });
const run = (name, text, values) => pool.query({ name, text, values });

const row = `json_build_object('id', d.id, 'name', d.name, 'status', d.status, 'amount', d.amount::text, 'dueDate', d.due_date, 'owner', d.owner,
  'createdAt', to_char(d.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'version', d.version, '_label', d.name, '_labels', json_build_object('owner', u.name))`;
const get = `SELECT ${row}::text AS json FROM bench_deal d LEFT JOIN core_user u ON u.id = d.owner WHERE d.id = $1`;
const list = `SELECT coalesce(json_agg(${row}), '[]')::text AS json FROM (SELECT * FROM bench_deal WHERE status = $1 ORDER BY due_date DESC, id DESC LIMIT 25) d LEFT JOIN core_user u ON u.id = d.owner`;
const count = 'SELECT count(*)::text AS count FROM (SELECT 1 FROM bench_deal WHERE status = $1 LIMIT 10001) c';
const history = `INSERT INTO bench_history (id, record_id, at, changes) VALUES ($7, $1, now(), $8)`;
const create = `WITH d AS (INSERT INTO bench_deal (id, name, status, amount, due_date, owner, created_at, created_by, updated_at, updated_by, version)
  VALUES ($1, $2, $3, $4, $5, $6, now(), $6, now(), $6, 1) RETURNING *), h AS (${history}) SELECT ${row}::text AS json FROM d LEFT JOIN core_user u ON u.id = d.owner`;
const update = `WITH d AS (UPDATE bench_deal SET amount = $2, updated_at = now(), version = version + 1 WHERE id = $1 RETURNING *),
  h AS (INSERT INTO bench_history (id, record_id, at, changes) VALUES ($3, $1, now(), $4)) SELECT ${row}::text AS json FROM d LEFT JOIN core_user u ON u.id = d.owner`;
const aggregate = `SELECT json_agg(json_build_object('status', status, 'count', n, 'sum(amount)', s::text))::text AS json FROM (SELECT status, count(*) n, sum(amount) s FROM bench_deal GROUP BY status) g`;

const send = (reply, text) => reply.type('application/json').send(text);
app.get('/deals/:id', async (request, reply) => send(reply, (await run('get', get, [request.params.id])).rows[0].json));
app.get('/deals', async (request, reply) => {
  const [page, total] = await Promise.all([run('list', list, [request.query.status]), run('count', count, [request.query.status])]);
  return send(reply.header('content-range', `deals 0-24/${total.rows[0].count}`), page.rows[0].json);
});
app.get('/page', async (request, reply) => send(reply, (await run('list', list, [request.query.status])).rows[0].json));
app.get('/aggregate', async (request, reply) => send(reply, (await run('aggregate', aggregate, [])).rows[0].json));
app.post('/deals', async (request, reply) => {
  const { name, status, amount, dueDate, owner } = request.body;
  const values = [randomUUID(), name, status, amount, dueDate, owner, randomUUID(), JSON.stringify(request.body)];
  return send(reply.status(201), (await run('create', create, values)).rows[0].json);
});
app.patch('/deals/:id', async (request, reply) => {
  const values = [request.params.id, request.body.amount, randomUUID(), JSON.stringify({ amount: request.body.amount })];
  return send(reply, (await run('update', update, values)).rows[0].json);
});

await pool.query('CREATE TABLE IF NOT EXISTS bench_history (id uuid PRIMARY KEY, record_id uuid NOT NULL, at timestamptz NOT NULL, changes jsonb)');
await pool.query('CREATE INDEX IF NOT EXISTS bench_history_record ON bench_history (record_id)');
console.log(await app.listen({ port: 0, host: '127.0.0.1' }));
