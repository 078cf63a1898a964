import { createHash } from 'node:crypto';
import type { Meta, MetaEntity, MetaGroup, MetaLedger, MetaSection, MetaTransition } from '../../../schemas/generated/types.js';
import type { EntityPolicy, Policy } from '../../access/policy.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { isInherited } from '../../definitions/readable-settings.js';
import type { KnownUser } from '../../identity/load-caller.js';
import { lacksCompany } from '../../kernel/lacks-company.js';
import { textIn, type Locale } from '../../kernel/locale.js';
import { askedQuantity } from '../../records/conversions/conversion-units.js';
import { conversionBy } from '../../records/conversions/conversions-of.js';
import { answerableRows } from '../../records/kept-answers.js';
import { inputField, metaField } from './meta-field.js';
import { metaList } from './meta-list.js';

/** The model as one caller may see it, in one language. */
export function buildMeta(model: Model, policy: Policy, user: KnownUser, locale: Locale): Meta {
  const entities = [...model.entities.values()]
    .filter((entity) => isVisible(entity, policy))
    .map((entity) => metaEntity(entity, model, policy, { locale, user }));
  const shownGroups = new Set(entities.filter((entity) => entity.menu).map((entity) => entity.group));
  return {
    version: versionOf(model, policy, user, locale),
    locale,
    app: { name: 'Trellis', logo: null },
    user: {
      id: user.userId,
      name: user.name,
      email: user.email,
      roles: user.roleIds.flatMap((id) => roleLabel(model, id, locale)),
      roleIds: [...user.roleIds],
      teamIds: [...user.teamIds],
      companyIds: [...user.companies.ids],
      lacksCompany: lacksCompany(user),
      locale: user.locale,
      isAdministrator: user.isAdministrator,
      mustChangePassword: user.mustChangePassword,
    },
    groups: groupsOf(model, locale).filter((group) => shownGroups.has(group.id)),
    entities,
  };
}

/** Changes with the model, the rights and the language; the ETag of the metadata. */
export function versionOf(model: Model, policy: Policy, user: KnownUser, locale: Locale): string {
  const parts = [
    model.hash,
    policy.hash,
    user.userId,
    user.name,
    user.email,
    user.teamIds,
    user.mustChangePassword,
    user.companies.ids,
    lacksCompany(user),
    user.locale,
    [...user.lists],
    locale,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}

/** An entity is visible when some of its rows may be read or made; a line when its owner and the field that holds it are. */
export function isVisible(entity: Entity, policy: Policy): boolean {
  if (entity.parent !== null) return policy.entity(entity.parent.entity).fieldRows(entity.parent.field).kind !== 'none';
  return policy.entity(entity.id).rows('read').kind !== 'none';
}

/** Whom the metadata is for. */
interface For {
  readonly locale: Locale;
  readonly user: KnownUser;
}

/** The company of a record goes without saying for whoever works for one. */
function isForegone(field: Field | undefined, model: Model, { companies }: KnownUser): boolean {
  if (field === undefined || companies.ids.length > 1 || model.entities.get(field.target ?? '')?.plays !== 'company' || field.type !== 'reference')
    return false;
  return field.fetch !== null || (field.declaration?.type === 'reference' && field.declaration.defaultToOnly === true);
}

function metaEntity(entity: Entity, model: Model, policies: Policy, { locale, user }: For): MetaEntity {
  const policy = policies.entity(entity.id);
  const isSeen = (name: string): boolean => policy.fieldRows(name).kind !== 'none';
  const fields = [...entity.fields.values()].filter((field) => isSeen(field.name) && !hiddenSystemFields.has(field.name));
  const isShown = (name: string): boolean => isSeen(name) && !isForegone(entity.fields.get(name), model, user);
  return {
    id: entity.id,
    ...(entity.plays === null ? {} : { plays: entity.plays }),
    path: entity.path,
    group: entity.plugin,
    kind: entity.kind,
    label: textIn(entity.label, locale),
    labelPlural: textIn(entity.labelPlural, locale),
    description: entity.description === null ? null : textIn(entity.description, locale),
    icon: entity.icon,
    menu: entity.menu && entity.kind !== 'line',
    search: fields.some((field) => field.search !== null),
    can: rightsOf(policy),
    fields: fields.map((field) => ({ ...metaField(field, policy, locale), ...(isInherited(model.entities, entity, field) ? { inherits: true } : {}) })),
    states: [...(entity.lifecycle?.states.values() ?? [])].map((state) => ({
      name: state.name,
      label: textIn(state.declaration.label, locale),
      color: state.declaration.color ?? 'grey',
      frozen: state.isFrozen,
      initial: state.name === entity.lifecycle?.initial,
    })),
    transitions: transitionsOf(entity, model, policy, locale),
    list: metaList(entity, user.lists.get(entity.id), { isSeen, isShown }),
    sections: sectionsOf(entity, (name) => isSeen(name) && entity.fields.get(name)?.isHidden !== true, locale),
    ledger: ledgerOf(entity, model, policies),
    dated: datedOf(entity, isSeen),
    query: queryOf(entity, isSeen),
    ...exchangeOf(entity, isSeen),
    ...companyOf(entity),
    tree: entity.tree !== null && isSeen(entity.tree.parent) ? entity.tree.parent : null,
  };
}

/** Values that are a path can be filtered by in what is read. */
function queryOf({ query, fields }: Entity, isSeen: (name: string) => boolean): MetaEntity['query'] {
  if (query === null) return null;
  const branches = query.branches.map(({ from, values }) => {
    const paths = [...values].flatMap(([name, { root }]) =>
      root.op === 'path' && root.from === 'record' && !query.measures.has(name) && fields.get(name)?.partOf === undefined && isSeen(name)
        ? [[name, root.path.join('.')] as const]
        : [],
    );
    return { from, filters: Object.fromEntries(paths) };
  });
  const { record } = query;
  return { branches, grouped: query.measures.size > 0, ...(record !== null && isSeen(record) ? { record } : {}) };
}

function datedOf({ dated }: Entity, isSeen: (name: string) => boolean): MetaEntity['dated'] {
  return dated !== null && isSeen(dated.from) && isSeen(dated.to) ? { from: dated.from, to: dated.to } : null;
}

function exchangeOf({ exchange }: Entity, isSeen: (name: string) => boolean): Pick<MetaEntity, 'exchange'> {
  if (exchange === null) return {};
  const { currency, companyCurrency, rate } = exchange;
  return [currency, companyCurrency, rate].every(isSeen) ? { exchange: { currency, companyCurrency, rate } } : {};
}

/** By which path a record belongs to a company; a line does where its owner does. */
function companyOf({ company }: Entity): Pick<MetaEntity, 'company'> {
  return company === null ? {} : { company: company.join('.') };
}

function rightsOf(policy: EntityPolicy): MetaEntity['can'] {
  return {
    create: may(policy, 'create'),
    update: may(policy, 'update'),
    delete: may(policy, 'delete'),
    import: may(policy, 'import'),
    export: may(policy, 'export'),
  };
}

/** What is counted, for those who may see both entries and balances. */
function ledgerOf(entity: Entity, model: Model, policies: Policy): MetaLedger | null {
  const entries = model.entities.get(entity.balanceOf ?? entity.id);
  if (entries === undefined || entries.ledger === null) return null;
  const { balance, dimensions, measures } = entries.ledger;
  const isSeen = [entries.id, balance].every((id) => policies.entity(id).rows('read').kind !== 'none');
  return isSeen ? { entries: entries.id, balances: balance, dimensions, measures } : null;
}

/** Shown elsewhere: in the address, as If-Match, by the order of lines; or nowhere. */
const hiddenSystemFields = new Set(['id', 'version', 'parent', 'position', 'rateAgreed']);

function may(policy: EntityPolicy, verb: 'create' | 'update' | 'delete' | 'import' | 'export'): boolean {
  return policy.rows(verb).kind !== 'none';
}

function quantityOf(entity: Entity, action: string, model: Model): MetaTransition['quantity'] {
  const lines = conversionBy(model, entity, action)?.lines ?? null;
  return lines === null ? null : askedQuantity(model, { lines });
}

function transitionsOf(entity: Entity, model: Model, policy: EntityPolicy, locale: Locale): readonly MetaTransition[] {
  const allowed = [...(entity.lifecycle?.transitions.values() ?? [])].filter((transition) => policy.actionRows(transition.name).kind !== 'none');
  return allowed.map(({ name, declaration, input, asks }) => ({
    name,
    label: textIn(declaration.label, locale),
    from: [...declaration.from],
    to: declaration.to ?? null,
    primary: declaration.primary ?? false,
    ask: declaration.ask === undefined ? null : textIn(declaration.ask, locale),
    input: [...input.values()].map((field) => inputField(field, locale)),
    quantity: quantityOf(entity, name, model),
    asks: [...asks].filter(([field]) => answerableRows(policy, field).kind !== 'none').map(([field, { isReason }]) => ({ field, always: isReason })),
  }));
}

function sectionsOf(entity: Entity, isSeen: (name: string) => boolean, locale: Locale): readonly MetaSection[] {
  return entity.view.sections
    .map((section) => ({
      key: section.key,
      label: section.label === null ? null : textIn(section.label, locale),
      fields: section.places.filter((place) => isSeen(place.field)).map((place) => ({ ...place })),
    }))
    .filter((section) => section.fields.length > 0);
}

function groupsOf(model: Model, locale: Locale): readonly MetaGroup[] {
  const place = (plugin: Model['plugins'][number]): number => plugin.declaration.order ?? 500;
  return [...model.plugins]
    .sort((one, other) => place(one) - place(other))
    .map(({ id, declaration }) => ({ id, label: textIn(declaration.label, locale), icon: declaration.icon ?? 'folder' }));
}

function roleLabel(model: Model, id: string, locale: Locale): readonly string[] {
  const role = model.roles.get(id);
  return role === undefined ? [] : [textIn(role.declaration.label, locale)];
}
