import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { remindInvitation, revokeInvitation } from '../../api/team';
import type { Invitation } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { words } from '../../i18n/words';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { More } from '../../ui/More';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { useMembership } from '../session/me';
import { texts as roleNames } from '../settings/roles';
import settings from '../settings/Settings.module.css';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { InviteDialog } from './InviteDialog';
import { invitationsQuery } from './queries';
import { manages } from './roles';
import styles from './Team.module.css';
import { texts } from './texts';

export function Invitations() {
  const t = useTexts(texts).invitations;
  const w = useTexts(words);
  const queries = useQueryClient();
  const query = useInfiniteQuery(invitationsQuery);
  const [inviting, setInviting] = useState(false);
  const [line, setLine] = useState('');
  const changed = (said: string) => {
    setLine(said);
    return queries.invalidateQueries({ queryKey: invitationsQuery.queryKey });
  };
  const remind = useMutation({
    mutationFn: ({ id }: Invitation) => remindInvitation(id),
    onSuccess: (_, { email }) => changed(t.reminded(email)),
  });
  const revoke = useMutation({
    mutationFn: ({ id }: Invitation) => revokeInvitation(id),
    onSuccess: (_, { email }) => changed(t.revoked(email)),
  });
  return (
    <Sheet className={settings.section} aria-labelledby="invitations">
      <div className={settings.head}>
        <div>
          <h2 id="invitations">{t.title}</h2>
          <p className={settings.lead}>{t.lead}</p>
        </div>
        <Button icon="plus" onClick={() => setInviting(true)}>
          {t.invite}
        </Button>
      </div>
      <StatusLine>{line}</StatusLine>
      <Refusal error={remind.error ?? revoke.error} />
      <Loaded query={query} lines={2}>
        {(data) => {
          const invitations = data.pages.flatMap((page) => page.items);
          if (invitations.length === 0) return <p className={settings.lead}>{t.none}</p>;
          return (
            <>
              <ul className={settings.list}>
                {invitations.map((invitation) => (
                  <Line
                    key={invitation.id}
                    invitation={invitation}
                    busy={[remind, revoke].some(
                      (each) => each.isPending && each.variables.id === invitation.id,
                    )}
                    onRemind={() => remind.mutate(invitation)}
                    onRevoke={() => revoke.mutate(invitation)}
                  />
                ))}
              </ul>
              <More query={query}>{w.more}</More>
            </>
          );
        }}
      </Loaded>
      {inviting && (
        <InviteDialog
          onClose={() => setInviting(false)}
          onSent={(email) => {
            setInviting(false);
            void changed(t.sent(email));
          }}
        />
      )}
    </Sheet>
  );
}

interface LineProps {
  invitation: Invitation;
  busy: boolean;
  onRemind: () => void;
  onRevoke: () => void;
}

function Line({ invitation, busy, onRemind, onRevoke }: LineProps) {
  const t = useTexts(texts).invitations;
  const roles = useTexts(roleNames);
  const { role } = useMembership();
  const { ago, date } = useFormats();
  const { email, status } = invitation;
  const open = status === 'sent' || status === 'expired';
  const details = [t.details(roles[invitation.role], ago(invitation.sent_at))];
  if (status === 'sent') details.push(t.until(date(invitation.expires_at)));
  return (
    <li className={settings.item}>
      <div>
        <p className={`${settings.name} ${styles.address}`}>
          {email}
          <Badge tone={status === 'sent' ? 'info' : status === 'expired' ? 'warn' : 'plain'}>
            {t.status[status]}
          </Badge>
        </p>
        <p className={settings.details}>{details.join(', ')}</p>
      </div>
      {open && manages(role, invitation.role) && (
        <div className={styles.buttons}>
          <Button
            variant="secondary"
            size="small"
            busy={busy}
            aria-label={t.remindOf(email)}
            onClick={onRemind}
          >
            {t.remind}
          </Button>
          <Button
            variant="quiet"
            size="small"
            busy={busy}
            aria-label={t.revokeOf(email)}
            onClick={onRevoke}
          >
            {t.revoke}
          </Button>
        </div>
      )}
    </li>
  );
}
