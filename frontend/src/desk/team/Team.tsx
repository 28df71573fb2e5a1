import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeMerchant, getMerchant } from '../../api/accounts';
import type { Member } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { words } from '../../i18n/words';
import { Avatar } from '../../ui/Avatar';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Choice } from '../../ui/Field';
import { More } from '../../ui/More';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { meQuery, useMay, useMe, useMembership } from '../session/me';
import { merchantQuery } from '../settings/queries';
import { texts as roleNames } from '../settings/roles';
import settings from '../settings/Settings.module.css';
import { Frozen } from '../shell/Frozen';
import { Loaded, Refusal } from '../shell/states';
import { Invitations } from './Invitations';
import { MemberDialog } from './MemberDialog';
import { useLocationNames } from './places';
import { membersQuery } from './queries';
import { manages } from './roles';
import styles from './Team.module.css';
import { texts } from './texts';

/** Who is in the team, with which rights, and who is asked to join. */
export function Team() {
  const mayWrite = useMay('team:write');
  const isOwner = useMembership().role === 'owner';
  return (
    <>
      <Members />
      {mayWrite && <Invitations />}
      {isOwner && <Requirement />}
    </>
  );
}

function Members() {
  const all = useTexts(texts);
  const t = all.members;
  const w = useTexts(words);
  const query = useInfiniteQuery(membersQuery);
  const [editing, setEditing] = useState<Member | null>(null);
  const [line, setLine] = useState('');
  return (
    <Sheet className={settings.section} aria-labelledby="members">
      <div>
        <h2 id="members">{t.title}</h2>
        <p className={settings.lead}>
          {t.lead} <a href="/docs#roles">{all.roles.table}</a>
        </p>
      </div>
      <StatusLine>{line}</StatusLine>
      <Loaded query={query} lines={4}>
        {(data) => {
          const members = data.pages.flatMap((page) => page.items);
          return (
            <>
              <ul className={settings.list}>
                {members.map((member) => (
                  <Line key={member.id} member={member} onEdit={() => setEditing(member)} />
                ))}
              </ul>
              {members.length === 1 && <p className={settings.lead}>{t.alone}</p>}
              <More query={query}>{w.more}</More>
            </>
          );
        }}
      </Loaded>
      {editing && (
        <MemberDialog
          member={editing}
          onClose={() => setEditing(null)}
          onDone={(said) => {
            setEditing(null);
            setLine(said);
          }}
        />
      )}
    </Sheet>
  );
}

function Line({ member, onEdit }: { member: Member; onEdit: () => void }) {
  const t = useTexts(texts).members;
  const roles = useTexts(roleNames);
  const mine = useMembership();
  const placeNames = useLocationNames(member.location_ids);
  const own = member.id === mine.id;
  const mayEdit = own || (mine.scopes.includes('team:write') && manages(mine.role, member.role));
  return (
    <li className={settings.item}>
      <div className={styles.person}>
        <Avatar name={member.first_name} id={member.id} />
        <div>
          <p className={settings.name}>
            {member.first_name}
            {own && <Badge tone="info">{t.you}</Badge>}
            <Badge>{roles[member.role]}</Badge>
            <Frozen when={member.frozen} />
            {member.has_pin && <Badge>{t.pin}</Badge>}
          </p>
          <p className={`${settings.details} ${styles.address}`}>
            {[member.email, member.second_factor ? t.factor : t.noFactor, ...placeNames].join(
              ' · ',
            )}
          </p>
        </div>
      </div>
      {mayEdit && (
        <Button
          variant="secondary"
          size="small"
          aria-label={t.changeOf(member.first_name)}
          onClick={onEdit}
        >
          {t.change}
        </Button>
      )}
    </li>
  );
}

/** The owner's decision for all: set only by somebody who has a second factor already. */
function Requirement() {
  const t = useTexts(texts).members;
  const { second_factor } = useMe();
  const queries = useQueryClient();
  const merchant = useQuery(merchantQuery).data?.data;
  const [wanted, setWanted] = useState<boolean>();
  const change = useMutation({
    mutationFn: async (require: boolean) => {
      const { etag } = await getMerchant();
      return changeMerchant(etag, { require_second_factor: require });
    },
    onSuccess: (answer) => {
      queries.setQueryData(merchantQuery.queryKey, answer);
      void queries.invalidateQueries({ queryKey: meQuery.queryKey });
    },
    onSettled: () => setWanted(undefined),
  });
  const required = merchant?.require_second_factor ?? false;
  return (
    <Sheet className={settings.section} aria-label={t.requirement}>
      <Choice
        label={t.requirement}
        hint={second_factor || required ? t.requirementHint : t.requirementOwn}
        checked={wanted ?? required}
        disabled={!merchant || (!second_factor && !required)}
        onChange={({ target }) => {
          // Not disabled meanwhile: that would take the focus away from whoever pressed it.
          if (change.isPending) return;
          // At once: the mutation's own state comes a tick later, and the box would jump back.
          setWanted(target.checked);
          change.mutate(target.checked);
        }}
      />
      <Refusal error={change.error} />
      <StatusLine>{change.isSuccess && (required ? t.required : t.notRequired)}</StatusLine>
    </Sheet>
  );
}
