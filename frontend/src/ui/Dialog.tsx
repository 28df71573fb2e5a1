import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './Button';
import { cx } from './cx';
import styles from './Dialog.module.css';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** The close button's spoken name. */
  closeLabel: string;
  /** sheet: slides up from the thumb on a phone; a plain dialog on a wide screen. */
  kind?: 'dialog' | 'sheet';
  wide?: boolean;
  children: ReactNode;
  /** Buttons, the main one last. */
  actions?: ReactNode;
}

/**
 * The platform's own modal: it traps the focus, closes on Escape and gives the focus back. A control
 * marked `data-autofocus` is where one begins, in place of the close button.
 */
export function Dialog({
  open,
  onClose,
  title,
  closeLabel,
  kind = 'dialog',
  wide,
  children,
  actions,
}: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    if (!open || !dialog) {
      if (dialog?.open) dialog.close();
      return;
    }
    const opener = document.activeElement;
    if (!dialog.open) dialog.showModal();
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      // One that leaves the page without being closed first gives no focus back by itself.
      if (!dialog.isConnected && opener instanceof HTMLElement && opener.isConnected) {
        opener.focus();
      }
    };
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click is the backdrop's.
    <dialog
      ref={element}
      className={cx(styles.dialog, styles[kind], wide && styles.wide)}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      {open && (
        <div className={styles.body}>
          <header className={styles.head}>
            <h2 id={titleId} className={styles.title}>
              {title}
            </h2>
            <IconButton icon="close" label={closeLabel} onClick={onClose} />
          </header>
          <div className={styles.content}>{children}</div>
          {actions && <footer className={styles.actions}>{actions}</footer>}
        </div>
      )}
    </dialog>
  );
}
