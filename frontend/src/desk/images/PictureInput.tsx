import { lazy, type ReactNode, Suspense, useState } from 'react';
import { cx } from '../../ui/cx';
import type { Shape } from './crop';
import styles from './PictureInput.module.css';

const CropDialog = lazy(async () => ({ default: (await import('./CropDialog')).CropDialog }));

interface PictureInputProps {
  shape: Shape;
  label: string;
  disabled?: boolean;
  className?: string | undefined;
  title?: string;
  onPicture: (picture: Blob) => void;
  /** What stands for the file field. */
  children: ReactNode;
}

/** Asks for a picture and for what of it is to be seen. */
export function PictureInput(props: PictureInputProps) {
  const { shape, label, disabled, title, onPicture, children } = props;
  const [file, setFile] = useState<File | null>(null);
  return (
    <>
      <label className={cx(styles.input, props.className)} title={title}>
        <input
          type="file"
          accept="image/jpeg,image/png,image/webp"
          className="visually-hidden"
          aria-label={label}
          disabled={disabled}
          onChange={({ target }) => {
            setFile(target.files?.[0] ?? null);
            target.value = '';
          }}
        />
        {children}
      </label>
      {file && (
        <Suspense>
          <CropDialog
            file={file}
            shape={shape}
            onClose={() => setFile(null)}
            onDone={(picture) => {
              setFile(null);
              onPicture(picture);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** A file field that looks like the other buttons. */
export function PictureButton({ icon, ...props }: PictureInputProps & { icon: ReactNode }) {
  return (
    <PictureInput {...props}>
      <span className={styles.button}>
        {icon}
        {props.children}
      </span>
    </PictureInput>
  );
}
