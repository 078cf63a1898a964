import type { ConversionDeclaration, TransitionDeclaration } from '../../../schemas/generated/types.js';
import type { Declared, ParsedPlugin } from '../parse/parsed-plugin.js';
import { below, type Reporter } from '../parse/reporter.js';
import type { EntityDraft } from './entity-draft.js';
import { dependenciesOf } from './plugin-order.js';

/** A conversion with the plugin that declares it, before it is linked. */
export interface ConversionDraft {
  readonly plugin: string;
  readonly declared: Declared<ConversionDeclaration>;
}

/** Makes an action of each conversion, so that rights, states and history are those of every other; gives the conversions whose record is there. */
export function addConversions(plugins: readonly ParsedPlugin[], drafts: ReadonlyMap<string, EntityDraft>, reporter: Reporter): readonly ConversionDraft[] {
  return plugins.flatMap((plugin) => {
    const id = plugin.plugin.declaration.id;
    const reach = [id, 'core', ...dependenciesOf(plugin)];
    return plugin.conversions.flatMap((declared): readonly ConversionDraft[] => {
      const { declaration, place } = declared;
      const draft = drafts.get(declaration.entity);
      const at = below(place, 'entity');
      const within = [...drafts.values()].filter((one) => reach.includes(one.plugin)).map((one) => one.id);
      if (draft === undefined || !within.includes(draft.id)) {
        reporter.unknownName('conversion.unknown-entity', at, declaration.entity, within, 'Choose one of them, or add its plugin to dependsOn.');
        return [];
      }
      if (draft.declaration.lifecycle === undefined) {
        reporter.report('conversion.no-lifecycle', at, { expected: 'an entity with a lifecycle', remedy: 'Give it one; a conversion starts from its states.' });
        return [];
      }
      const known = draft.transitions.get(declaration.name);
      if (known !== undefined)
        reporter.report('conversion.duplicate', below(place, 'name'), {
          found: `"${declaration.name}", an action of ${draft.id} already`,
          expected: 'a name of its own among transitions and conversions',
          remedy: 'Rename the file and the conversion.',
        });
      else putFirst(draft.transitions, declaration.name, { declaration: transitionOf(declaration), place, plugin: id });
      return [{ plugin: id, declared }];
    });
  });
}

/** What is made of a record comes before what ends it. */
function putFirst<Value>(into: Map<string, Value>, name: string, value: Value): void {
  const others = [...into];
  into.clear();
  for (const [key, one] of [[name, value] as const, ...others]) into.set(key, one);
}

function transitionOf({ label, from, guard, message, primary }: ConversionDeclaration): TransitionDeclaration {
  return {
    label,
    from,
    ...(guard === undefined ? {} : { guard }),
    ...(message === undefined ? {} : { message }),
    ...(primary === undefined ? {} : { primary }),
  };
}
