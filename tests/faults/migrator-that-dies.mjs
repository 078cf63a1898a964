// Migrates in a process of its own that ends itself at its n-th statement: before it is sent, or as soon as it is.
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { connect } from '../../dist/data/connect.js';
import { migrate } from '../../dist/data/migrate/migrate.js';
import { compileModel } from '../../dist/definitions/compile-model.js';
import { systemSteps } from '../../dist/system-steps.js';

const { url, sources, killAt, isSent } = JSON.parse(process.env.MIGRATOR ?? '{}');
const { model } = compileModel(JSON.parse(await readFile(sources, 'utf8')));
const connection = await connect(url, { poolSize: 1 });
const query = pg.Client.prototype.query;
let statements = 0;
pg.Client.prototype.query = function counted(...words) {
  statements += 1;
  if (statements === killAt && !isSent) process.kill(process.pid, 'SIGKILL');
  const answer = query.apply(this, words);
  // What was sent is on its way once the loop has turned.
  if (statements === killAt) setImmediate(() => process.kill(process.pid, 'SIGKILL'));
  return answer;
};
await migrate(connection, model, { systemSteps, bigTable: 0, who: 'test' });
await connection.close();
process.stdout.write(String(statements));
