import type { AuditAction, AuditEvent } from '../../api/audit';
import type { Language } from '../../i18n/language';
import { en } from './sentences.en';
import { fr } from './sentences.fr';
import { texts } from './texts';

export const sentences = { fr, en };

function who({ kind, name }: AuditEvent['actor'], language: Language): string {
  const t = texts[language].who;
  if (kind === 'member') return name ?? t.former;
  if (kind === 'api_key') return name === null ? t.goneKey : t.key(name);
  return t[kind];
}

/** The event as one would tell it. An action of another version stands there as it is. */
export function say(event: AuditEvent, language: Language): string {
  const sentence = sentences[language][event.action as AuditAction];
  const { actor, facts } = event;
  return sentence
    ? sentence({ who: who(actor, language), kind: actor.kind, facts })
    : `${who(actor, language)}: ${event.action}`;
}

/** The actions by what they are about, each as a phrase without a person. */
export function choices(language: Language): Map<string, { action: AuditAction; label: string }[]> {
  const groups = new Map<string, { action: AuditAction; label: string }[]>();
  const told = { who: texts[language].somebody, kind: 'member' as const, facts: {} };
  for (const action of Object.keys(sentences[language]) as AuditAction[]) {
    const noun = action.split('.')[0] ?? '';
    const group = texts[language].groups[noun] ?? noun;
    const label = action === 'list.read' ? group : sentences[language][action](told);
    groups.set(group, [...(groups.get(group) ?? []), { action, label }]);
  }
  return groups;
}
