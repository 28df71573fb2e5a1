import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { addLocation, changeLocation, getLocation, removeLocation } from '../../api/team';
import type { Location, LocationChange } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { EmptyState } from '../../ui/EmptyState';
import { TextArea, TextField } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import settings from '../settings/Settings.module.css';
import { Frozen } from '../shell/Frozen';
import { useFieldProblem } from '../shell/fieldProblem';
import { Loaded, Refusal } from '../shell/states';
import { Devices } from './Devices';
import { locationsQuery } from './queries';
import styles from './Team.module.css';
import { texts } from './texts';

/** Where the merchant sells, and the devices that stand there. */
export function Locations() {
  const mayPair = useMay('devices:write');
  return (
    <>
      <Places />
      {mayPair && <Devices />}
    </>
  );
}

function Places() {
  const t = useTexts(texts).locations;
  const mayWrite = useMay('locations:write');
  const queries = useQueryClient();
  const query = useQuery(locationsQuery);
  const [editing, setEditing] = useState<Location | 'new' | null>(null);
  const [line, setLine] = useState('');
  return (
    <Sheet className={settings.section} aria-labelledby="locations">
      <div className={settings.head}>
        <div>
          <h2 id="locations">{t.title}</h2>
          <p className={settings.lead}>{t.lead}</p>
        </div>
        {mayWrite && (
          <Button icon="plus" onClick={() => setEditing('new')}>
            {t.add}
          </Button>
        )}
      </div>
      <StatusLine>{line}</StatusLine>
      <Loaded query={query} lines={2}>
        {(locations) =>
          locations.length === 0 ? (
            <EmptyState icon="home" title={t.emptyTitle}>
              <p>{t.emptyText}</p>
            </EmptyState>
          ) : (
            <ul className={settings.list}>
              {locations.map((location) => (
                <li key={location.id} className={settings.item}>
                  <div>
                    <p className={settings.name}>
                      {location.name}
                      <Frozen when={location.frozen} />
                      {!location.active && <Badge tone="warn">{t.closed}</Badge>}
                    </p>
                    {location.address && <p className={settings.details}>{location.address}</p>}
                  </div>
                  {mayWrite && (
                    <Button
                      variant="secondary"
                      size="small"
                      aria-label={t.editOf(location.name)}
                      onClick={() => setEditing(location)}
                    >
                      {t.edit}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {editing && (
        <LocationDialog
          location={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onDone={(said) => {
            setEditing(null);
            setLine(said);
            void queries.invalidateQueries({ queryKey: locationsQuery.queryKey });
          }}
        />
      )}
    </Sheet>
  );
}

interface DialogProps {
  location: Location | null;
  onClose: () => void;
  onDone: (said: string) => void;
}

function LocationDialog({ location, onClose, onDone }: DialogProps) {
  const all = useTexts(texts);
  const t = all.locations;
  return (
    <Dialog
      open
      onClose={onClose}
      title={location ? t.editOf(location.name) : t.add}
      closeLabel={all.cancel}
    >
      {location ? <Edit id={location.id} onDone={onDone} /> : <Addition onDone={onDone} />}
    </Dialog>
  );
}

type Done = Pick<DialogProps, 'onDone'>;

function Addition({ onDone }: Done) {
  const t = useTexts(texts).locations;
  const add = useMutation({
    mutationFn: addLocation,
    onSuccess: ({ name }) => onDone(t.added(name)),
  });
  return <Fields name="" address="" saving={add} onSave={add.mutate} />;
}

function Edit({ id, onDone }: Done & { id: string }) {
  const t = useTexts(texts).locations;
  const query = useQuery({ queryKey: ['location', id], queryFn: () => getLocation(id), gcTime: 0 });
  const save = useMutation({
    mutationFn: ({ etag, ...change }: LocationChange & { etag: string }) =>
      changeLocation(id, etag, change),
    onSuccess: ({ data }, { active }) => {
      if (active === undefined) onDone(t.saved(data.name));
      else onDone(data.active ? t.openedDone(data.name) : t.closedDone(data.name));
    },
  });
  const remove = useMutation({
    mutationFn: (_name: string) => removeLocation(id),
    onSuccess: (_, name) => onDone(t.removed(name)),
  });
  return (
    <Loaded query={query} lines={3}>
      {({ etag, data: { name, address, active } }) => (
        <>
          <Fields
            name={name}
            address={address ?? ''}
            saving={save}
            onSave={(fields) => save.mutate({ etag, ...fields })}
          />
          <Refusal error={remove.error} />
          <div className={styles.more}>
            <Button
              variant="secondary"
              size="small"
              busy={save.isPending}
              onClick={() => save.mutate({ etag, active: !active })}
            >
              {active ? t.close : t.open}
            </Button>
            <Button
              variant="quiet"
              size="small"
              icon="trash"
              busy={remove.isPending}
              onClick={() => remove.mutate(name)}
            >
              {t.remove}
            </Button>
          </div>
        </>
      )}
    </Loaded>
  );
}

interface FieldsProps {
  name: string;
  address: string;
  saving: { isPending: boolean; error: Error | null };
  onSave: (fields: { name: string; address: string | null }) => void;
}

function Fields({ saving, onSave, ...stored }: FieldsProps) {
  const all = useTexts(texts);
  const t = all.locations;
  const [name, setName] = useState(stored.name);
  const [address, setAddress] = useState(stored.address);
  const fieldProblem = useFieldProblem(saving.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave({ name: name.trim(), address: address.trim() || null });
  };
  return (
    <form className={settings.dialogForm} onSubmit={submit}>
      <TextField
        data-autofocus
        label={t.name}
        hint={t.nameHint}
        required
        maxLength={100}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={fieldProblem('name')}
      />
      <TextArea
        label={t.address}
        optional={t.optional}
        maxLength={500}
        value={address}
        onChange={(event) => setAddress(event.target.value)}
        error={fieldProblem('address')}
      />
      <Refusal error={saving.error} />
      <div className={settings.actions}>
        <Button type="submit" busy={saving.isPending}>
          {all.save}
        </Button>
      </div>
    </form>
  );
}
