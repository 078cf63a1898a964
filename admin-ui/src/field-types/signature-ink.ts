import type { PointerEvent } from 'react';

/** Measures of the picture of a signature, in pixels. */
export const signatureSize = { width: 480, height: 160 } as const;

const ink = '#1a237e';

/** Begins a stroke where the pointer is. */
export function beginStroke(event: PointerEvent<HTMLCanvasElement>): void {
  event.currentTarget.setPointerCapture(event.pointerId);
  const pen = event.currentTarget.getContext('2d');
  if (pen === null) return;
  Object.assign(pen, { lineWidth: 2.5, lineCap: 'round', lineJoin: 'round', strokeStyle: ink });
  pen.beginPath();
  pen.moveTo(...placeOf(event));
}

/** Draws on to where the pointer is. */
export function drawOn(event: PointerEvent<HTMLCanvasElement>): void {
  if (event.buttons === 0 || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
  const pen = event.currentTarget.getContext('2d');
  pen?.lineTo(...placeOf(event));
  pen?.stroke();
}

/** Writes a name as a signature, as large as it fits. */
export function writeName(canvas: HTMLCanvasElement, name: string): void {
  clearInk(canvas);
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  const font = (size: number): string => `italic ${size}px "Segoe Script", "Brush Script MT", "Be Vietnam Pro", cursive`;
  pen.font = font(56);
  pen.font = font(Math.max(14, Math.min(56, (56 * (signatureSize.width - 40)) / Math.max(pen.measureText(name).width, 1))));
  Object.assign(pen, { fillStyle: ink, textAlign: 'center', textBaseline: 'middle' });
  pen.fillText(name, signatureSize.width / 2, signatureSize.height / 2);
}

export function clearInk(canvas: HTMLCanvasElement): void {
  canvas.getContext('2d')?.clearRect(0, 0, signatureSize.width, signatureSize.height);
}

/** The picture, or null when the browser gives none. */
export function pictureOf(canvas: HTMLCanvasElement): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

/** Where the pointer is, in the picture's own measure. */
function placeOf({ currentTarget, clientX, clientY }: PointerEvent<HTMLCanvasElement>): readonly [number, number] {
  const box = currentTarget.getBoundingClientRect();
  return [((clientX - box.left) * signatureSize.width) / box.width, ((clientY - box.top) * signatureSize.height) / box.height];
}
