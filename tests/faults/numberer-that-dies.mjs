// Runs one transition in a process of its own that ends itself once the number is drawn and before anything is committed.
import { join } from 'node:path';
import { Policies } from '../../dist/access/policy-of.js';
import { connect } from '../../dist/data/connect.js';
import { compileModel } from '../../dist/definitions/compile-model.js';
import { systemCaller } from '../../dist/kernel/system-caller.js';
import { projectRoot } from '../../dist/kernel/project-root.js';
import { readPlugins } from '../../dist/plugin-host/read-plugins.js';
import { runAction } from '../../dist/records/run-action.js';
import { writeHooks } from '../../dist/write-hooks.js';

const { url, plugins, entity, id, action } = JSON.parse(process.env.NUMBERER ?? '{}');
const { model } = compileModel(await readPlugins([join(projectRoot, 'core/identity/plugin'), plugins]));
const connection = await connect(url, { model, poolSize: 2 });
const policies = new Policies(model);
const dying = {
  appliesTo: () => true,
  done: ({ after }) => {
    process.stdout.write(String(after.values.get('number')));
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => undefined);
  },
};
const platform = { model, database: connection.database, policyOf: (caller) => policies.policyOf(caller), hooks: [...writeHooks, dying] };
await runAction(platform, systemCaller(), model.entities.get(entity), id, action);
