import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { changeMember, removeMember, removePin } from '../../api/team';
import type { Member, MemberChange, Role } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { useMembership } from '../session/me';
import settings from '../settings/Settings.module.css';
import { Refusal } from '../shell/states';
import { PinDialog } from './PinDialog';
import { Places } from './places';
import { membersQuery } from './queries';
import { RoleChoice } from './RoleChoice';
import { manages } from './roles';
import styles from './Team.module.css';
import { texts } from './texts';

interface Props {
  member: Member;
  onClose: () => void;
  /** What was done, for the line that stays. */
  onDone: (said: string) => void;
}

/** A member's role, places and PIN; and the way out of the team. */
export function MemberDialog({ member, onClose, onDone }: Props) {
  const all = useTexts(texts);
  const t = all.member;
  const mine = useMembership();
  const queries = useQueryClient();
  const [step, setStep] = useState<'edit' | 'pin' | 'remove'>('edit');
  const own = member.id === mine.id;
  const done = (said: string) => {
    void queries.invalidateQueries({ queryKey: membersQuery.queryKey });
    onDone(said);
  };
  const forgetPin = useMutation({
    mutationFn: () => removePin(member.id),
    onSuccess: () => done(t.pinRemoved(member.first_name)),
  });
  if (step === 'pin') {
    return (
      <PinDialog
        member={member}
        onClose={() => setStep('edit')}
        onDone={() => done(t.pinSet(member.first_name))}
      />
    );
  }
  if (step === 'remove') {
    return <Removal member={member} own={own} onClose={() => setStep('edit')} onDone={done} />;
  }
  return (
    <Dialog open wide onClose={onClose} title={t.title(member.first_name)} closeLabel={all.cancel}>
      {mine.scopes.includes('team:write') && manages(mine.role, member.role) && (
        <Rights member={member} onClose={onClose} onDone={done} />
      )}
      <Refusal error={forgetPin.error} />
      <div className={styles.more}>
        <Button variant="secondary" size="small" icon="key" onClick={() => setStep('pin')}>
          {member.has_pin ? t.changePin : t.setPin}
        </Button>
        {member.has_pin && (
          <Button
            variant="quiet"
            size="small"
            busy={forgetPin.isPending}
            onClick={() => forgetPin.mutate()}
          >
            {t.removePin}
          </Button>
        )}
        <Button variant="danger" size="small" onClick={() => setStep('remove')}>
          {own ? t.leave : t.remove}
        </Button>
      </div>
    </Dialog>
  );
}

function Rights({ member, onClose, onDone }: Props) {
  const all = useTexts(texts);
  const queries = useQueryClient();
  const [role, setRole] = useState<Role>(member.role);
  const [places, setPlaces] = useState<string[]>(member.location_ids);
  const save = useMutation({
    mutationFn: () => {
      const change: MemberChange = { location_ids: places };
      if (role !== member.role) change.role = role;
      return changeMember(member, change);
    },
    onSuccess: () => onDone(all.members.saved(member.first_name)),
    // Somebody else was faster: the list shows what they chose.
    onError: () => queries.invalidateQueries({ queryKey: membersQuery.queryKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={settings.dialogForm} onSubmit={submit}>
      <RoleChoice role={role} onChange={setRole} />
      <Places chosen={places} onChange={setPlaces} />
      <Refusal error={save.error} />
      <div className={settings.actions}>
        <Button variant="secondary" onClick={onClose}>
          {all.cancel}
        </Button>
        <Button type="submit" busy={save.isPending}>
          {all.save}
        </Button>
      </div>
    </form>
  );
}

function Removal({ member, own, onClose, onDone }: Props & { own: boolean }) {
  const all = useTexts(texts);
  const t = all.member;
  const remove = useMutation({
    mutationFn: () => removeMember(member.id),
    onSuccess: () => {
      // Without this team nothing on the screen is theirs to see any more.
      if (own) window.location.assign('/');
      else onDone(all.members.removed(member.first_name));
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={own ? t.leaveTitle : t.removeTitle(member.first_name)}
      closeLabel={t.keep}
      actions={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t.keep}
          </Button>
          <Button variant="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            {own ? t.leave : t.remove}
          </Button>
        </>
      }
    >
      <p>{own ? t.leaveText : t.removeText}</p>
      <Refusal error={remove.error} />
    </Dialog>
  );
}
