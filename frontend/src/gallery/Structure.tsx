import { useState } from 'react';
import { Avatar } from '../ui/Avatar';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { More } from '../ui/More';
import { Sheet } from '../ui/Sheet';
import { Table } from '../ui/Table';
import { Tabs } from '../ui/Tabs';
import styles from './Gallery.module.css';
import { Part } from './Part';

const PEOPLE = [
  { id: '1', name: 'Chloé Benoît', visits: 13 },
  { id: '2', name: 'Nadia Bernard', visits: 3 },
  { id: '3', name: 'Florian', visits: 0 },
];

export function Structure() {
  const [tab, setTab] = useState<'a' | 'b' | 'c'>('a');
  const [open, setOpen] = useState<'dialog' | 'sheet' | null>(null);
  return (
    <>
      <Part title="Sheets">
        <div className={styles.grid}>
          <Sheet>A leaf of the notebook.</Sheet>
          <Sheet ruled>With its margin.</Sheet>
        </div>
      </Part>
      <Part title="Tabs">
        <Tabs
          label="Tabs"
          tabs={[
            { id: 'a', label: 'First' },
            { id: 'b', label: 'Second' },
            { id: 'c', label: 'Third' },
          ]}
          selected={tab}
          onSelect={setTab}
        >
          <p>Panel {tab}</p>
        </Tabs>
      </Part>
      <Part title="Table">
        <Table
          caption="People"
          rows={PEOPLE}
          rowKey={({ id }) => id}
          columns={[
            { key: 'name', header: 'Name', cell: ({ name }) => name },
            {
              key: 'state',
              header: 'State',
              secondary: true,
              cell: ({ visits }) => (
                <Badge tone={visits ? 'ok' : 'plain'}>{visits ? 'regular' : 'new'}</Badge>
              ),
            },
            { key: 'visits', header: 'Visits', align: 'end', cell: ({ visits }) => visits },
          ]}
        />
      </Part>
      <Part title="More of a list">
        <div className={styles.row}>
          {[false, true].map((fetching) => (
            <More
              key={String(fetching)}
              query={{ hasNextPage: true, isFetchingNextPage: fetching, fetchNextPage: () => {} }}
            >
              Show more
            </More>
          ))}
        </div>
      </Part>
      <Part title="Avatars">
        <div className={styles.row}>
          {(['small', 'medium', 'large'] as const).flatMap((size) =>
            ['a', 'b', 'c', 'd', 'e'].map((id) => (
              <Avatar key={`${size} ${id}`} id={id} name="Camille Morel" size={size} />
            )),
          )}
          <Avatar id="nobody" name={null} />
        </div>
      </Part>
      <Part title="Dialogs">
        <div className={styles.row}>
          <Button variant="secondary" onClick={() => setOpen('dialog')}>
            Dialog
          </Button>
          <Button variant="secondary" onClick={() => setOpen('sheet')}>
            Sheet
          </Button>
        </div>
        <Dialog
          open={open !== null}
          kind={open ?? 'dialog'}
          title="Close the card?"
          closeLabel="Close"
          onClose={() => setOpen(null)}
          actions={
            <>
              <Button variant="secondary" onClick={() => setOpen(null)}>
                Cancel
              </Button>
              <Button variant="danger" onClick={() => setOpen(null)}>
                Close the card
              </Button>
            </>
          }
        >
          <p>Its 7 stamps are lost. This cannot be undone.</p>
        </Dialog>
      </Part>
    </>
  );
}
