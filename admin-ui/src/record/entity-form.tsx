import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useEffect, useRef, type SyntheticEvent, type ReactElement } from 'react';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import type { ProblemPart } from '../api/request.js';
import { BusyInputsContext, useBusyInputs } from '../inputs/busy-inputs.js';
import { FieldInput } from '../inputs/field-input.js';
import { useText } from '../i18n/use-text.js';
import { LineGrid } from '../lines/line-grid.js';
import { fieldOf } from '../meta/meta-context.js';
import { useInherited } from '../settings/use-inherited.js';
import { SectionCard } from './section-card.js';
import { sectionLabel } from './section-label.js';
import type { Draft } from './use-draft.js';

interface EntityFormProps {
  readonly entity: MetaEntity;
  readonly draft: Draft;
  readonly isNew: boolean;
  readonly parts: readonly ProblemPart[];
  readonly message: string | null;
  readonly isSaving: boolean;
  onSave(): void;
  onCancel(): void;
}

/** The form of any entity, in the sections of its view. Ctrl-S saves. */
export function EntityForm({ entity, draft, isNew, parts, message, isSaving, onSave, onCancel }: EntityFormProps): ReactElement {
  const t = useText();
  const form = useRef<HTMLFormElement>(null);
  const errors = new Map(parts.map((part) => [part.pointer, part.message]));
  const shown = shownPointers(entity, draft);
  const elsewhere = parts.filter(({ pointer }) => !shown.has(pointer));
  const { isBusy, hold } = useBusyInputs();
  const inherited = useInherited(entity, draft.values);
  useSaveKey(form);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!isBusy) onSave();
  };
  return (
    <Box component="form" ref={form} noValidate onSubmit={submit} sx={{ maxWidth: 1180 }}>
      {message === null ? null : (
        <Alert severity="error" sx={{ mb: 2 }}>
          {message}
          {elsewhere.map((part) => (
            <div key={`${part.pointer} ${part.code}`}>{part.message}</div>
          ))}
        </Alert>
      )}
      <BusyInputsContext value={hold}>
        {entity.sections.map((section) => (
          <Section key={section.key} {...{ entity, draft, isNew, errors, inherited }} section={section} />
        ))}
      </BusyInputsContext>
      <Box sx={{ position: 'sticky', bottom: 0, py: 1.5, display: 'flex', gap: 1, bgcolor: 'background.default', zIndex: 5 }}>
        <Button type="submit" variant="contained" disabled={isSaving || isBusy}>
          {t('record.save')}
        </Button>
        <Button color="inherit" onClick={onCancel}>
          {t('record.cancel')}
        </Button>
      </Box>
    </Box>
  );
}

interface SectionProps extends Pick<EntityFormProps, 'entity' | 'draft' | 'isNew'> {
  readonly section: MetaEntity['sections'][number];
  readonly errors: ReadonlyMap<string, string>;
  inherited(field: MetaField): MetaField;
}

function Section({ entity, draft, isNew, errors, inherited, section }: SectionProps): ReactElement | null {
  const record = new Map(Object.entries(draft.values));
  const places = section.fields.flatMap((place) => {
    const declared = fieldOf(entity, place.field);
    // A new record has no number yet, nor anything else that comes later.
    if (declared === null || (isNew && !declared.writable && declared.formula === undefined)) return [];
    const field = draft.now(entity, declared, draft.values);
    return field === null ? [] : [{ field: inherited(field), width: place.width }];
  });
  if (places.length === 0) return null;
  return (
    <SectionCard label={sectionLabel(entity, section)}>
      {places.map(({ field, width }) => {
        const isFixed = !(isNew ? field.writable : field.changeable);
        return (
          <Box key={field.name} sx={{ gridColumn: { xs: 'span 12', sm: `span ${field.type === 'lines' ? 12 : Math.max(width, 3)}` }, minWidth: 0 }}>
            {field.type === 'lines' ? (
              <LineGrid field={field} draft={draft} errors={errors} disabled={isFixed} />
            ) : (
              <FieldInput entity={entity} field={field} record={record} error={errors.get(`/${field.name}`)} isFixed={isFixed} set={draft.set} />
            )}
          </Box>
        );
      })}
    </SectionCard>
  );
}

/** Places that the form can mark; everything else wrong is told above it. */
function shownPointers(entity: MetaEntity, draft: Draft): ReadonlySet<string> {
  const places = entity.sections.flatMap((section) => section.fields.map((place) => place.field));
  const lines = entity.fields
    .filter((field) => field.type === 'lines')
    .flatMap(({ name }) => {
      const list = draft.values[name];
      return Array.isArray(list)
        ? list.flatMap((line: unknown, index) => [`/${name}/${index}`, ...Object.keys(Object(line)).map((inner) => `/${name}/${index}/${inner}`)])
        : [];
    });
  return new Set([...places.map((name) => `/${name}`), ...lines]);
}

function useSaveKey(form: React.RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      form.current?.requestSubmit();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [form]);
}
