import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import Typography from '@mui/material/Typography';
import { Command } from 'cmdk';
import { useEffect, useState, type ReactElement } from 'react';
import { useNavigate } from 'react-router-dom';
import { membersOf, request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { useMeta } from '../meta/meta-context.js';
import { NamedIcon } from '../theme/named-icon.js';

interface Hit {
  readonly entity: string;
  readonly id: string;
  readonly label: string;
}

/** Ctrl-K: finds every page and every record that the user may see. */
export function SearchPalette({ onClose }: { readonly onClose: () => void }): ReactElement {
  const t = useText();
  const { meta, entities } = useMeta();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const hits = useHits(typed);
  const go = (path: string): void => {
    onClose();
    void navigate(path);
  };
  const pages = meta.entities.filter((entity) => entity.menu && folded(entity.labelPlural).includes(folded(typed)));
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-label={t('nav.search')} slotProps={{ paper: { sx: { position: 'fixed', top: 64, m: 1 } } }}>
      <Box component={Command} label={t('nav.search')} shouldFilter={false} sx={paletteStyle}>
        <Command.Input autoFocus placeholder={t('nav.search')} value={typed} onValueChange={setTyped} />
        <Command.List>
          <Command.Empty>
            <Typography color="textSecondary">{t('nav.nothingFound')}</Typography>
          </Command.Empty>
          {hits.length === 0 ? null : (
            <Command.Group heading={t('nav.records')}>
              {hits.map((hit) => {
                const entity = entities.get(hit.entity);
                if (entity === undefined) return null;
                return (
                  <Command.Item key={hit.id} value={hit.id} onSelect={() => go(`/${entity.path}/${hit.id}/show`)}>
                    <NamedIcon name={entity.icon} />
                    <span>{hit.label}</span>
                    <small>{entity.label}</small>
                  </Command.Item>
                );
              })}
            </Command.Group>
          )}
          {pages.length === 0 ? null : (
            <Command.Group heading={t('nav.goTo')}>
              {pages.slice(0, 12).map((entity) => (
                <Command.Item key={entity.id} value={entity.path} onSelect={() => go(`/${entity.path}`)}>
                  <NamedIcon name={entity.icon} />
                  <span>{entity.labelPlural}</span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Box>
    </Dialog>
  );
}

/** Records found for what is typed, asked for when the typing pauses. */
function useHits(typed: string): readonly Hit[] {
  const [hits, setHits] = useState<readonly Hit[]>([]);
  useEffect(() => {
    if (typed.trim().length < 2) {
      setHits([]);
      return undefined;
    }
    let isCurrent = true;
    const timer = setTimeout(() => {
      request('GET', `/search?q=${encodeURIComponent(typed)}`)
        .then(({ json }) => isCurrent && setHits(Array.isArray(json) ? json.flatMap(hitOf) : []))
        .catch(() => isCurrent && setHits([]));
    }, 150);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [typed]);
  return hits;
}

function hitOf(json: unknown): readonly Hit[] {
  const members = membersOf(json);
  const [entity, id, label] = [members.get('entity'), members.get('id'), members.get('label')];
  return typeof entity === 'string' && typeof id === 'string' ? [{ entity, id, label: typeof label === 'string' ? label : '—' }] : [];
}

/** Without accents and case, as the server searches. */
function folded(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/gu, '')
    .replaceAll(/[đĐ]/gu, 'd')
    .toLowerCase();
}

const paletteStyle = {
  '& [cmdk-input]': {
    width: '100%',
    border: 0,
    outline: 0,
    bgcolor: 'transparent',
    color: 'text.primary',
    font: 'inherit',
    fontSize: '1rem',
    p: 2,
    borderBottom: 1,
    borderColor: 'divider',
  },
  '& [cmdk-list]': { maxHeight: 'min(60vh, 420px)', overflowY: 'auto', p: 1 },
  '& [cmdk-group-heading]': { px: 1, py: 0.75, fontSize: '0.75rem', fontWeight: 600, color: 'text.secondary' },
  '& [cmdk-item]': { display: 'flex', alignItems: 'center', gap: 1.25, px: 1, py: 0.9, borderRadius: 2, cursor: 'pointer' },
  '& [cmdk-item] small': { ml: 'auto', color: 'text.secondary' },
  '& [cmdk-item][data-selected=true]': { bgcolor: 'action.selected' },
  '& [cmdk-empty]': { p: 2, textAlign: 'center' },
} as const;
