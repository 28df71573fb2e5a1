import { Badge } from '../ui/Badge';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { Skeleton } from '../ui/Skeleton';
import { StatusLine } from '../ui/StatusLine';
import styles from './Gallery.module.css';
import { Part } from './Part';

const TONES = ['info', 'ok', 'warn', 'danger'] as const;

export function Messages() {
  return (
    <>
      <Part title="Badges">
        <div className={styles.row}>
          <Badge>plain</Badge>
          {TONES.map((tone) => (
            <Badge key={tone} tone={tone}>
              {tone}
            </Badge>
          ))}
        </div>
      </Part>
      <Part title="Banners">
        {TONES.map((tone) => (
          <Banner
            key={tone}
            tone={tone}
            title={`What happened (${tone})`}
            action={<Button size="small">What to do</Button>}
          >
            <p>What is safe, and what to do about it.</p>
          </Banner>
        ))}
        <Banner icon="eye">
          <p>Without a title or an action.</p>
        </Banner>
      </Part>
      <Part title="Last operation">
        {TONES.map((tone) => (
          <StatusLine
            key={tone}
            tone={tone}
            action={
              <Button size="small" variant="quiet" icon="undo">
                Undo
              </Button>
            }
          >
            Saved ({tone}).
          </StatusLine>
        ))}
      </Part>
      <Part title="Empty">
        <EmptyState icon="book" title="The notebook is still empty" action={<Button>Begin</Button>}>
          <p>Why it is, and an example of what will be here.</p>
        </EmptyState>
      </Part>
      <Part title="Waiting">
        <Skeleton label="Loading…" lines={4} />
      </Part>
    </>
  );
}
