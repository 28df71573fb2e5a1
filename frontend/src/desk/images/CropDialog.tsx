import { useEffect, useId, useRef, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { Dialog } from '../../ui/Dialog';
import { Skeleton } from '../../ui/Skeleton';
import styles from './CropDialog.module.css';
import { FRAMES, leastZoom, MOST_ZOOM, moved, type Shape, start, type View, within } from './crop';
import { cut, draw, turned } from './drawing';
import { texts } from './texts';
import { useGestures } from './useGestures';

interface CropDialogProps {
  file: File;
  shape: Shape;
  onClose: () => void;
  /** The pixels in the frame; an error is told by whoever sends them. */
  onDone: (picture: Blob) => void;
}

type Picture = ImageBitmap | HTMLCanvasElement;

/** More than that no shop has, and a browser may fall over it. */
const LARGEST = 40 * 1024 * 1024;

export function CropDialog({ file, shape, onClose, onDone }: CropDialogProps) {
  const t = useTexts(texts);
  const [picture, setPicture] = useState<Picture | null>(null);
  const [problem, setProblem] = useState<'unreadable' | 'large' | null>(null);
  const [view, setView] = useState<View | null>(null);
  const frame = FRAMES[shape];
  const show = (next: Picture) => {
    setPicture(next);
    setView(start(next, frame));
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a file is opened once.
  useEffect(() => {
    let here = true;
    if (file.size > LARGEST) return setProblem('large');
    createImageBitmap(file).then(
      (opened) => here && show(opened),
      () => here && setProblem('unreadable'),
    );
    return () => {
      here = false;
    };
  }, [file]);

  const done = async () => {
    if (picture && view) onDone(await cut(picture, shape, view));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.title[shape]}
      closeLabel={t.cancel}
      actions={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button disabled={!picture} onClick={done}>
            {t.use}
          </Button>
        </>
      }
    >
      {problem && (
        <Banner tone="danger" role="alert">
          <p>{t[problem]}</p>
        </Banner>
      )}
      {!problem && !(picture && view) && <Skeleton lines={6} label={t.opening} />}
      {picture && view && (
        <Cropper
          picture={picture}
          shape={shape}
          view={view}
          onView={setView}
          onTurn={() => show(turned(picture))}
        />
      )}
    </Dialog>
  );
}

interface CropperProps {
  picture: Picture;
  shape: Shape;
  view: View;
  onView: (view: View) => void;
  onTurn: () => void;
}

function Cropper({ picture, shape, view, onView, onTurn }: CropperProps) {
  const t = useTexts(texts);
  const id = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = FRAMES[shape];
  const least = leastZoom(picture, frame);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, picture, shape, view);
  }, [picture, shape, view]);
  const zoomed = (zoom: number) => onView(within(picture, frame, { ...view, zoom }));
  const gestures = useGestures<HTMLFieldSetElement>({
    onMove: (right, down) => onView(moved(picture, frame, view, right, down)),
    onZoom: (times) => zoomed(view.zoom * times),
  });
  const stage = gestures.ref;
  // The dialog opened before the picture was there.
  useEffect(() => stage.current?.focus(), [stage]);
  return (
    <div className={styles.cropper}>
      <fieldset
        {...gestures}
        className={cx(styles.stage, styles[shape])}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move what it frames.
        tabIndex={0}
        aria-label={t.frame}
        aria-describedby={`${id}-how`}
      >
        <canvas ref={canvas} width={frame.width} height={frame.height} aria-hidden />
        <span className={styles.mask} />
      </fieldset>
      <p id={`${id}-how`} className={styles.how}>
        {t.how}
      </p>
      <div className={styles.tools}>
        <label htmlFor={id}>{t.zoom}</label>
        <input
          id={id}
          type="range"
          min={0}
          max={100}
          value={onScale(view.zoom, least)}
          aria-valuetext={`${Math.round(view.zoom * 100)} %`}
          onChange={({ target }) => zoomed(offScale(Number(target.value), least))}
        />
        <Button size="small" variant="secondary" icon="refresh" onClick={onTurn}>
          {t.turn}
        </Button>
      </div>
    </div>
  );
}

/** A slider whose every step enlarges as much as the last. */
const onScale = (zoom: number, least: number) =>
  Math.round((100 * Math.log(zoom / least)) / Math.log(MOST_ZOOM / least));
const offScale = (place: number, least: number) => least * (MOST_ZOOM / least) ** (place / 100);
