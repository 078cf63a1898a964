import { lazy, Suspense, type ReactElement } from 'react';
import type { ShownValue } from './shown-value.js';

const Rendered = lazy(() => import('./rendered-markdown.js').then((module) => ({ default: module.RenderedMarkdown })));

/** Markdown as it reads; in a list its beginning as written. */
export function MarkdownValue({ value, isDense }: ShownValue): ReactElement {
  const text = String(value);
  if (isDense === true) return <span>{text.length > 80 ? `${text.slice(0, 80)}…` : text}</span>;
  return (
    <Suspense fallback={<span style={{ whiteSpace: 'pre-wrap' }}>{text}</span>}>
      <Rendered text={text} />
    </Suspense>
  );
}
