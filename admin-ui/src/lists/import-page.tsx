import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Paper from '@mui/material/Paper';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState, type ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { membersOf, request } from '../api/request.js';
import { useText, type Say } from '../i18n/use-text.js';
import { NotFoundPage } from '../layout/not-found-page.js';
import { PageHeader } from '../layout/page-header.js';
import { useEntity } from '../meta/meta-context.js';
import { BackLink } from '../record/back-link.js';
import { chosenFile, type ChosenFile } from './chosen-file.js';

/** Imports a CSV or Excel file: choose, say which column goes where, check, import. */
export function ImportPage(): ReactElement {
  const { plugin = '', plural = '' } = useParams();
  const entity = useEntity(`${plugin}/${plural}`);
  return entity === null || !entity.can.import ? <NotFoundPage /> : <ImportForm entity={entity} />;
}

function ImportForm({ entity }: { readonly entity: MetaEntity }): ReactElement {
  const t = useText();
  const targets = targetsOf(entity, t);
  const [file, setFile] = useState<ChosenFile | null>(null);
  const [mapping, setMapping] = useState<Readonly<Record<string, string>>>({});
  const [outcome, setOutcome] = useState<{ readonly json: unknown; readonly isDry: boolean } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const choose = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    setOutcome(null);
    try {
      const read = await chosenFile(chosen);
      setFile(read);
      setMapping(guess(targets, read.columns));
      setProblem(null);
    } catch {
      setFile(null);
      setProblem(t('import.unreadable'));
    }
  };
  const run = async (isDry: boolean): Promise<void> => {
    try {
      const { json } = await request('POST', `/${entity.path}/import`, { ...file?.body, mapping, dryRun: isDry });
      setOutcome({ json, isDry });
      setProblem(null);
    } catch (error) {
      setProblem(messageOf(error, t));
    }
  };
  return (
    <>
      <PageHeader title={`${t('import.title')}: ${entity.labelPlural}`} above={<BackLink entity={entity} />} below={t('import.hint')} />
      <Paper variant="outlined" sx={{ p: 2.5, maxWidth: 900, display: 'grid', gap: 2 }}>
        <ChooseButton name={file?.name ?? null} choose={choose} />
        {problem === null ? null : <Alert severity="error">{problem}</Alert>}
        {file === null ? null : (
          <Mapping targets={targets} file={file} mapping={mapping} set={(column, field) => setMapping((old) => ({ ...old, [column]: field }))} />
        )}
        {outcome === null ? null : <Outcome json={outcome.json} isDry={outcome.isDry} />}
        {file === null ? null : (
          <Box sx={{ display: 'flex', gap: 1 }}>
            <Button variant="outlined" color="inherit" onClick={() => void run(true)}>
              {t('import.check')}
            </Button>
            <Button variant="contained" onClick={() => void run(false)}>
              {t('import.run')}
            </Button>
          </Box>
        )}
      </Paper>
    </>
  );
}

function ChooseButton({ name, choose }: { readonly name: string | null; choose(file: File | undefined): Promise<void> }): ReactElement {
  const t = useText();
  return (
    <Box>
      <Button component="label" variant={name === null ? 'contained' : 'outlined'}>
        {name ?? t('import.choose')}
        <input type="file" accept=".csv,.xlsx,text/csv" hidden onChange={({ target }) => void choose(target.files?.[0])} />
      </Button>
    </Box>
  );
}

/** Where a column can go: a field, or a part of an address. */
interface Target {
  readonly value: string;
  readonly label: string;
  readonly names: readonly string[];
}

const addressParts = ['street', 'city', 'region', 'postalCode', 'country'] as const;

function targetsOf(entity: MetaEntity, t: Say): readonly Target[] {
  const writable = entity.fields.filter((field) => field.writable && !field.computed && !['lines', 'image', 'file', 'files', 'signature'].includes(field.type));
  return writable.flatMap(({ name, label, type }) =>
    type === 'address'
      ? addressParts.map((part) => ({
          value: `${name}.${part}`,
          label: `${label}: ${t(`address.${part}`)}`,
          names: [`${name}.${part}`, `${label}.${part}`, `${label}: ${t(`address.${part}`)}`],
        }))
      : [{ value: name, label, names: [name, label] }],
  );
}

/** Columns named as a field or as its label go to it; the others are left out. */
function guess(targets: readonly Target[], columns: readonly string[]): Readonly<Record<string, string>> {
  const bare = (text: string): string => text.toLowerCase().replaceAll(/[\s_-]/gu, '');
  const targetOf = (column: string): Target | undefined => targets.find(({ names }) => names.some((name) => bare(name) === bare(column)));
  return Object.fromEntries(columns.filter((column) => column !== '').map((column) => [column, targetOf(column)?.value ?? '']));
}

interface MappingProps {
  readonly targets: readonly Target[];
  readonly file: ChosenFile;
  readonly mapping: Readonly<Record<string, string>>;
  set(column: string, field: string): void;
}

function Mapping({ targets, file, mapping, set }: MappingProps): ReactElement {
  const t = useText();
  return (
    <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={t('import.column')}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{t('import.column')}</TableCell>
            <TableCell>{t('import.field')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {file.columns.map((column, index) =>
            column === '' ? null : (
              <TableRow key={column}>
                <TableCell>
                  <Typography variant="body2" sx={{ fontWeight: 500 }}>
                    {column}
                  </Typography>
                  <Typography variant="caption" color="textSecondary">
                    {file.rows
                      .map((row) => row[index] ?? '')
                      .join(' · ')
                      .slice(0, 60)}
                  </Typography>
                </TableCell>
                <TableCell sx={{ minWidth: 200 }}>
                  <TextField
                    select
                    value={mapping[column] ?? ''}
                    onChange={({ target }) => set(column, target.value)}
                    slotProps={{ select: { SelectDisplayProps: { 'aria-label': column } } }}
                  >
                    <MenuItem value="">{t('import.skip')}</MenuItem>
                    {targets.map(({ value, label }) => (
                      <MenuItem key={value} value={value}>
                        {label}
                      </MenuItem>
                    ))}
                  </TextField>
                </TableCell>
              </TableRow>
            ),
          )}
        </TableBody>
      </Table>
    </Box>
  );
}

function Outcome({ json, isDry }: { readonly json: unknown; readonly isDry: boolean }): ReactElement {
  const t = useText();
  const members = membersOf(json);
  const errors = members.get('errors');
  const list = Array.isArray(errors) ? errors.map(membersOf) : [];
  if (list.length === 0)
    return (
      <Alert severity="success">
        {isDry ? t('import.checked', { rows: Number(members.get('rows')) }) : t('import.created', { created: Number(members.get('created')) })}
      </Alert>
    );
  return (
    <Alert severity="error">
      {t('import.errors', { count: list.length })}
      <ul>
        {list.slice(0, 50).map((error, index) => (
          <li key={index}>
            {t('import.line', { line: Number(error.get('line')) })}: {String(error.get('message'))}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
