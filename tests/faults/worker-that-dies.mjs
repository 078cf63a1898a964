// A worker in a process of its own that ends itself at a fault point. It lives outside the platform: nothing that users start can be told to do so.
import { join } from 'node:path';
import { Policies } from '../../dist/access/policy-of.js';
import { connect } from '../../dist/data/connect.js';
import { compileModel } from '../../dist/definitions/compile-model.js';
import { readConfig } from '../../dist/kernel/config.js';
import { createLogger } from '../../dist/kernel/logger.js';
import { projectRoot } from '../../dist/kernel/project-root.js';
import { readPlugins } from '../../dist/plugin-host/read-plugins.js';
import { openWorkflows } from '../../dist/start/open-workflows.js';
import { writeHooks } from '../../dist/write-hooks.js';

const { url, plugins, dataDir, redisUrl, point, occurrence, patience } = JSON.parse(process.env.ENGINE_PROCESS ?? '{}');
const state = { left: occurrence };

const faultPoint = (reached) => {
  if (reached !== point || --state.left > 0) return Promise.resolve();
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
};

const { model } = compileModel(await readPlugins([join(projectRoot, 'core/identity/plugin'), plugins]));
const connection = await connect(url, { model, poolSize: 5 });
const policies = new Policies(model);
const platform = { model, database: connection.database, policyOf: (caller) => policies.policyOf(caller), hooks: writeHooks };
const config = readConfig({ TRELLIS_DATA_DIR: dataDir, TRELLIS_PLUGINS: plugins, ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }) });
const workflows = await openWorkflows(config, { platform }, { url }, createLogger('error'), { patience, faultPoint });
process.stdout.write('ready\n');
process.once('SIGTERM', () => void workflows.close().then(() => process.exit(0)));
