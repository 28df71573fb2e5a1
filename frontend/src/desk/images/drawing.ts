import { FRAMES, type Shape, type Size, shown, type View } from './crop';

/** Draws what the frame shows, as large as the canvas is. */
export function draw(
  canvas: HTMLCanvasElement,
  picture: ImageBitmap | HTMLCanvasElement,
  shape: Shape,
  view: View,
): void {
  const paper = canvas.getContext('2d');
  if (!paper) return;
  const { left, top, width } = shown(sizeOf(picture), FRAMES[shape], view);
  const scale = canvas.width / width;
  paper.fillStyle = '#ffffff';
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.imageSmoothingQuality = 'high';
  paper.drawImage(
    picture,
    -left * scale,
    -top * scale,
    picture.width * scale,
    picture.height * scale,
  );
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height });

/** What is sent: only the pixels in the frame. */
export async function cut(
  picture: ImageBitmap | HTMLCanvasElement,
  shape: Shape,
  view: View,
): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = FRAMES[shape].width;
  canvas.height = FRAMES[shape].height;
  draw(canvas, picture, shape, view);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (made) => (made ? resolve(made) : reject(new Error('no picture'))),
      'image/webp',
      0.92,
    ),
  );
}

/** A quarter to the right. */
export function turned(picture: ImageBitmap | HTMLCanvasElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = picture.height;
  canvas.height = picture.width;
  const paper = canvas.getContext('2d');
  paper?.translate(canvas.width, 0);
  paper?.rotate(Math.PI / 2);
  paper?.drawImage(picture, 0, 0);
  return canvas;
}
