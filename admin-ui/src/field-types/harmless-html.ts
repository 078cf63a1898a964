const kept = new Set(
  ['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'strong', 'b', 'em', 'i', 'u', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a', 'sub', 'sup'].map((name) =>
    name.toUpperCase(),
  ),
);
const unread = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'IFRAME', 'OBJECT', 'TEXTAREA', 'SVG', 'MATH']);

/** The elements that format, with nothing on them but where links lead: what the server keeps, asked once more before it is shown. A parsed document neither runs nor loads anything. */
export function harmlessHtml(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const element of [...body.querySelectorAll('*')]) {
    const name = element.tagName.toUpperCase();
    if (unread.has(name)) element.remove();
    else if (kept.has(name)) strip(element, name);
    else element.replaceWith(...element.childNodes);
  }
  return body.innerHTML;
}

function strip(element: Element, name: string): void {
  const address = element.getAttribute('href');
  const start = element.getAttribute('start');
  for (const { name: attribute } of [...element.attributes]) element.removeAttribute(attribute);
  if (name === 'OL' && start !== null && /^-?\d{1,9}$/u.test(start)) element.setAttribute('start', start);
  if (name !== 'A') return;
  if (address !== null && /^(?:https?:\/\/|mailto:|tel:)/iu.test(address)) element.setAttribute('href', address);
  // Where a link leads cannot reach back into the page that it came from.
  element.setAttribute('rel', 'noopener noreferrer nofollow');
  element.setAttribute('target', '_blank');
}
