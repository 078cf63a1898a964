import type { ExtensionDeclaration, FieldDeclaration } from '../../../../schemas/generated/types.js';
import { below, type Place } from '../../parse/reporter.js';
import { told, type Extending } from './extending.js';

/** Adds options to enum fields, after those that they have. */
export function addOptions({ draft, reporter }: Extending, added: ExtensionDeclaration['options'], place: Place): void {
  for (const [name, options] of Object.entries(added ?? {})) {
    const at = below(place, name);
    const field = draft.fields.get(name);
    if (field?.declaration.type !== 'enum' && field?.declaration.type !== 'multi-enum') {
      const enums = [...draft.fields].filter(([, part]) => part.declaration.type === 'enum' || part.declaration.type === 'multi-enum').map(([key]) => key);
      reporter.unknownName('extension.unknown-field', at, name, enums);
      continue;
    }
    const known = field.declaration.options;
    for (const key of Object.keys(options)) {
      const other = draft.optionPlaces.get(`${name} ${key}`) ?? (Object.hasOwn(known, key) ? below(field.place, 'options', key) : null);
      if (other !== null)
        reporter.report('extension.conflict', below(at, key), {
          found: `"${key}", which ${told(other)} declares too`,
          expected: 'new options',
          remedy: 'Choose another key.',
        });
      draft.optionPlaces.set(`${name} ${key}`, below(at, key));
    }
    const declaration: FieldDeclaration = { ...field.declaration, options: { ...options, ...known } };
    draft.fields.set(name, { ...field, declaration: { ...declaration, options: { ...known, ...options } } });
  }
}
