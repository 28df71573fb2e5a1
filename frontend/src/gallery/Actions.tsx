import { Button, ButtonLink, IconButton } from '../ui/Button';
import styles from './Gallery.module.css';
import { Part } from './Part';

const VARIANTS = ['primary', 'secondary', 'quiet', 'danger'] as const;
const SIZES = ['small', 'medium', 'large'] as const;

export function Actions() {
  return (
    <Part title="Buttons">
      {VARIANTS.map((variant) => (
        <div key={variant} className={styles.row}>
          {SIZES.map((size) => (
            <Button key={size} variant={variant} size={size}>
              {variant}, {size}
            </Button>
          ))}
          <Button variant={variant} icon="plus">
            With an icon
          </Button>
          <Button variant={variant} busy>
            Busy
          </Button>
          <Button variant={variant} disabled>
            Disabled
          </Button>
        </div>
      ))}
      <div className={styles.row}>
        <ButtonLink href="#link">A link</ButtonLink>
        <IconButton icon="edit" label="Edit" />
        <IconButton icon="trash" label="Delete" disabled />
      </div>
      <Button wide>As wide as there is room</Button>
    </Part>
  );
}
