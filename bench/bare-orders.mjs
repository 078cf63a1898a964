// The ceiling of confirming an order: Fastify and pg with hand-written, named SQL on the same tables, with the same locks, history and event, in one transaction.
import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const app = Fastify({ logger: false });
const lock = `SELECT o.*, (SELECT json_agg(l ORDER BY l.position) FROM sales_order_line l WHERE l.parent_id = o.id) AS lines FROM sales_order o WHERE o.id = $1 FOR UPDATE OF o`;
const stock =
  'SELECT product, on_hand - reserved AS available FROM inventory_stock WHERE product = ANY($1) AND warehouse = $2 ORDER BY product, warehouse FOR NO KEY UPDATE';
const ordered = `INSERT INTO sales_fulfilment (id, posting_date, posting, source, source_entity, source_label, counts_for, created_at, created_by, line, ordered, delivered)
  SELECT id, current_date, $2, $3, 'sales.order', $4, line, now(), $5, line, quantity, 0 FROM jsonb_to_recordset($1) AS d(id uuid, line uuid, quantity numeric)`;
const moved = `INSERT INTO inventory_move (id, posting_date, posting, source, source_entity, source_label, counts_for, created_at, created_by, product, warehouse, on_hand, reserved, demanded, on_order, value)
  SELECT id, current_date, $2, $3, 'sales.order', $4, line, now(), $5, product, $6, 0, held, quantity, 0, 0 FROM jsonb_to_recordset($1) AS d(id uuid, line uuid, product uuid, held numeric, quantity numeric)`;
const confirm = `WITH l AS (UPDATE sales_order_line t SET reserved = d.held FROM jsonb_to_recordset($2) AS d(line uuid, held numeric) WHERE t.id = d.line),
  h AS (INSERT INTO trellis_change (id, entity, record_id, actor, op, action, changes) VALUES ($4, 'sales.order', $1, $5, 'action', 'confirm', $6))
  UPDATE sales_order SET state = 'confirmed', short = $3, version = version + 1, updated_at = now() WHERE id = $1`;
const read = `SELECT (to_jsonb(o) || jsonb_build_object('lines', (SELECT jsonb_agg(l ORDER BY l.position) FROM sales_order_line l WHERE l.parent_id = o.id)))::text AS json FROM sales_order o WHERE o.id = $1`;

app.post('/orders/:id/confirm', async (request, reply) => {
  const client = await pool.connect();
  const run = (name, text, values) => client.query({ name, text, values });
  try {
    await client.query('BEGIN');
    const order = (await run('lock', lock, [request.params.id])).rows[0];
    if (order?.state !== 'draft') throw new Error('wrong state');
    const there = await run('stock', stock, [order.lines.map((line) => line.product), order.warehouse]);
    const left = new Map(there.rows.map((row) => [row.product, Number(row.available)]));
    const lines = order.lines.map((line) => {
      const held = Math.max(0, Math.min(line.quantity, left.get(line.product) ?? 0));
      left.set(line.product, (left.get(line.product) ?? 0) - held);
      return { id: randomUUID(), line: line.id, product: line.product, quantity: line.quantity, held };
    });
    const source = [order.id, order.number, order.created_by];
    await run('ordered', ordered, [JSON.stringify(lines.map((line) => ({ ...line, id: randomUUID() }))), randomUUID(), ...source]);
    await run('moved', moved, [JSON.stringify(lines), randomUUID(), ...source, order.warehouse]);
    const short = lines.reduce((sum, line) => sum + line.quantity - line.held, 0);
    const changes = JSON.stringify([{ field: 'state', from: 'draft', to: 'confirmed' }]);
    await run('confirm', confirm, [order.id, JSON.stringify(lines), short, randomUUID(), order.created_by, changes]);
    const { json } = (await run('read', read, [order.id])).rows[0];
    await client.query('COMMIT');
    return reply.type('application/json').send(json);
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
});

console.log(await app.listen({ port: 0, host: '127.0.0.1' }));
