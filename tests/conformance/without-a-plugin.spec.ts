import { describe, expect, test } from '@jest/globals';
import { compileModel } from '../../core/definitions/compile-model.js';
import { pluginFolders } from '../../core/plugin-host/plugin-folders.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import { readConfig } from '../../core/kernel/config.js';

const sources = await readPlugins(pluginFolders(readConfig({})));
const removable = sources.map((source) => source.folder).filter((folder) => folder !== 'core' && folder !== 'base');

describe.each(removable)('without the plugin %s', (missing) => {
  const compiled = compileModel(sources.filter((source) => source.folder !== missing));

  test('everything that does not need it starts', () => {
    if (compiled.kind === 'problems') throw new Error(JSON.stringify(compiled.problems, null, 2));
    const plugins = compiled.model.plugins.map((plugin) => plugin.id);
    const aside = compiled.setAside.map((entry) => entry.plugin);
    expect([...plugins, ...aside].sort()).toEqual(
      sources
        .map((source) => source.folder)
        .filter((folder) => folder !== missing)
        .sort(),
    );
  });

  test('what needs it is set aside by name', () => {
    if (compiled.kind === 'problems') throw new Error('see above');
    for (const { missing: names } of compiled.setAside) expect(names.length).toBeGreaterThan(0);
  });
});
