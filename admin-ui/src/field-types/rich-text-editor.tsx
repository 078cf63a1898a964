import FormatBoldOutlined from '@mui/icons-material/FormatBoldOutlined';
import FormatItalicOutlined from '@mui/icons-material/FormatItalicOutlined';
import FormatListBulletedOutlined from '@mui/icons-material/FormatListBulletedOutlined';
import FormatListNumberedOutlined from '@mui/icons-material/FormatListNumberedOutlined';
import FormatQuoteOutlined from '@mui/icons-material/FormatQuoteOutlined';
import FormatUnderlinedOutlined from '@mui/icons-material/FormatUnderlinedOutlined';
import TitleOutlined from '@mui/icons-material/TitleOutlined';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import type { Theme } from '@mui/material/styles';
import type { Editor } from '@tiptap/core';
import { EditorContent, useEditor, useEditorState } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { useLayoutEffect, useRef, type ReactElement } from 'react';
import { useText } from '../i18n/use-text.js';
import type { TextKey } from '../i18n/messages.js';
import { proseStyle } from './prose-style.js';
import { RichTextLink } from './rich-text-link.js';

interface RichTextEditorProps {
  readonly label: string;
  readonly value: string;
  readonly disabled: boolean;
  /** Null when nothing is written. */
  onChange(html: string | null): void;
}

/** An editor of formatted text with the marks that the server keeps. */
export function RichTextEditor({ label, value, disabled, onChange }: RichTextEditorProps): ReactElement {
  const shown = useRef(value);
  const editor = useEditor(
    {
      extensions: [StarterKit.configure({ link: { openOnClick: false }, heading: { levels: [1, 2, 3] } })],
      content: value,
      editable: !disabled,
      editorProps: { attributes: { 'aria-label': label, role: 'textbox', 'aria-multiline': 'true' } },
      onUpdate: ({ editor: changed }) => {
        shown.current = changed.isEmpty ? '' : written(changed);
        onChange(shown.current === '' ? null : shown.current);
      },
    },
    [disabled],
  );
  // What nobody typed here, as what a chosen record fills in. Before the next key: a later one would take it for old.
  useLayoutEffect(() => {
    if (value === shown.current) return;
    shown.current = value;
    editor.commands.setContent(value, { emitUpdate: false });
  }, [editor, value]);
  return (
    <Box sx={frame}>
      <Tools editor={editor} disabled={disabled} />
      <Box sx={{ ...proseStyle, px: 1.5, py: 1, '& .ProseMirror': { minHeight: 96, maxHeight: 420, overflowY: 'auto', outline: 'none' } }}>
        <EditorContent editor={editor} />
      </Box>
    </Box>
  );
}

/** Looks as the text fields beside it do. */
const frame = {
  border: 1,
  borderColor: (theme: Theme) => theme.alpha(theme.palette.text.primary, 0.3),
  borderRadius: 1,
  '&:focus-within': { borderColor: 'primary.main' },
};

/** Without the empty line that the editor keeps at the end to write on. */
function written(editor: Editor): string {
  return editor.getHTML().replace(/(?:<p><\/p>)+$/u, '');
}

interface Tool {
  readonly name: string;
  readonly text: TextKey;
  readonly icon: typeof TitleOutlined;
  run(editor: Editor): void;
}

const tools: readonly Tool[] = [
  { name: 'bold', text: 'rich.bold', icon: FormatBoldOutlined, run: (editor) => editor.chain().focus().toggleBold().run() },
  { name: 'italic', text: 'rich.italic', icon: FormatItalicOutlined, run: (editor) => editor.chain().focus().toggleItalic().run() },
  { name: 'underline', text: 'rich.underline', icon: FormatUnderlinedOutlined, run: (editor) => editor.chain().focus().toggleUnderline().run() },
  { name: 'heading', text: 'rich.heading', icon: TitleOutlined, run: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run() },
  { name: 'bulletList', text: 'rich.bullets', icon: FormatListBulletedOutlined, run: (editor) => editor.chain().focus().toggleBulletList().run() },
  { name: 'orderedList', text: 'rich.numbers', icon: FormatListNumberedOutlined, run: (editor) => editor.chain().focus().toggleOrderedList().run() },
  { name: 'blockquote', text: 'rich.quote', icon: FormatQuoteOutlined, run: (editor) => editor.chain().focus().toggleBlockquote().run() },
];

const marks: readonly string[] = [...tools.map(({ name }) => name), 'link'];

function Tools({ editor, disabled }: { readonly editor: Editor; readonly disabled: boolean }): ReactElement {
  const t = useText();
  const active = useEditorState({ editor, selector: ({ editor: now }) => marks.filter((name) => now.isActive(name)) });
  return (
    <Box
      role="toolbar"
      aria-label={t('rich.tools')}
      // The words keep the focus: a key that comes before it is given back would press the button again.
      onMouseDown={(event) => event.preventDefault()}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.25, p: 0.5, borderBottom: 1, borderColor: 'divider' }}
    >
      {tools.map(({ name, text, icon: Icon, run }) => (
        <IconButton
          key={name}
          size="small"
          aria-label={t(text)}
          aria-pressed={active.includes(name)}
          color={active.includes(name) ? 'primary' : 'default'}
          disabled={disabled}
          onClick={() => run(editor)}
        >
          <Icon fontSize="small" />
        </IconButton>
      ))}
      <RichTextLink editor={editor} isActive={active.includes('link')} disabled={disabled} />
    </Box>
  );
}
