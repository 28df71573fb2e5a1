/** The geometry of cropping, in pixels of the picture: pure, so that it is tested without one. */

export interface Size {
  width: number;
  height: number;
}

/** What one sees of a picture through a frame: its middle, and how many times larger than whole. */
export interface View {
  x: number;
  y: number;
  zoom: number;
}

export type Shape = 'photo' | 'logo' | 'background';

interface Frame extends Size {
  /** A picture may stand in it whole, with white beside it. */
  whole: boolean;
}

/** What is sent; the service keeps no more. */
export const FRAMES: Record<Shape, Frame> = {
  photo: { width: 512, height: 512, whole: false },
  logo: { width: 512, height: 512, whole: true },
  background: { width: 1280, height: 800, whole: false },
};
export const MOST_ZOOM = 5;

/** Pixels of the picture that the frame shows, without zoom: the picture fills it. */
function covered(picture: Size, frame: Size): Size {
  const scale = Math.min(picture.width / frame.width, picture.height / frame.height);
  return { width: frame.width * scale, height: frame.height * scale };
}

/** The zoom at which all of the picture is in the frame; 1 where it has to fill it. */
export function leastZoom(picture: Size, frame: Frame): number {
  if (!frame.whole) return 1;
  const { width, height } = covered(picture, frame);
  return Math.min(width / picture.width, height / picture.height);
}

/** Where a picture begins: filling its frame; a logo whole. */
export function start(picture: Size, frame: Frame): View {
  const zoom = leastZoom(picture, frame);
  return { x: picture.width / 2, y: picture.height / 2, zoom };
}

/** The pixels that the frame shows: they may reach over the picture's edge where it is whole. */
export function shown(picture: Size, frame: Frame, view: View) {
  const { width, height } = covered(picture, frame);
  const seen = { width: width / view.zoom, height: height / view.zoom };
  return { left: view.x - seen.width / 2, top: view.y - seen.height / 2, ...seen };
}

/** The view brought back to where the frame is filled, or the picture in its middle. */
export function within(picture: Size, frame: Frame, view: View): View {
  const zoom = Math.min(MOST_ZOOM, Math.max(leastZoom(picture, frame), view.zoom));
  const { width, height } = shown(picture, frame, { ...view, zoom });
  return {
    x: between(view.x, width, picture.width),
    y: between(view.y, height, picture.height),
    zoom,
  };
}

function between(middle: number, seen: number, whole: number): number {
  if (seen >= whole) return whole / 2;
  return Math.min(whole - seen / 2, Math.max(seen / 2, middle));
}

/** Moved by so much of the frame: 0.1 is a tenth of its width. */
export function moved(picture: Size, frame: Frame, view: View, right: number, down: number): View {
  const { width, height } = shown(picture, frame, view);
  return within(picture, frame, {
    ...view,
    x: view.x + right * width,
    y: view.y + down * height,
  });
}
