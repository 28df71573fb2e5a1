import { ApiProblem } from '../../api/problems';
import { useTexts } from '../../i18n/LanguageProvider';
import { french } from '../../i18n/typography';

const fr = french({
  phone:
    'Ce numéro n’est pas valable. Écrivez-le en entier, avec + et l’indicatif s’il est étranger.',
  email: 'Cette adresse n’est pas valable. Elle s’écrit comme nom@exemple.fr.',
  password: 'Trop facile à deviner : allongez-le, ou mêlez majuscules, chiffres et signes.',
  time_zone: 'Ce fuseau horaire n’est pas connu.',
  siret: 'Ce SIRET n’est pas valable : 14 chiffres, dont le dernier vérifie les autres.',
  postcode: 'Ce code postal ne va pas avec ce pays.',
  empty: 'Écrivez quelque chose ici.',
  long: 'C’est trop long.',
  other: 'Cette valeur ne convient pas.',
});

const en: typeof fr = {
  phone:
    'This number is not valid. Write it in full, with + and the country code if it is foreign.',
  email: 'This address is not valid. It looks like name@example.com.',
  password: 'Too easy to guess: make it longer, or mix capitals, digits and signs.',
  time_zone: 'This time zone is not known.',
  siret: 'This SIRET is not valid: 14 digits, the last of which checks the others.',
  postcode: 'This postcode does not go with this country.',
  empty: 'Write something here.',
  long: 'This is too long.',
  other: 'This value does not fit.',
};

export const fieldTexts = { fr, en };

/** Which sentence fits: the API's own are written for programmers, and in one language. */
export function fieldProblem(
  error: unknown,
  name: string,
  within = '',
): keyof typeof fr | undefined {
  const problem = error instanceof ApiProblem ? error.field(`${within}${name}`) : undefined;
  if (!problem) return undefined;
  if (/password$/.test(name)) return problem.code === 'string_too_long' ? 'long' : 'password';
  if (/email$/.test(name)) return 'email';
  if (name === 'phone' || name === 'time_zone' || name === 'siret') return name;
  if (/^address(\.postcode)?$/.test(name)) return 'postcode';
  if (problem.code === 'string_too_long') return 'long';
  if (problem.code === 'string_too_short' || problem.code === 'missing') return 'empty';
  return 'other';
}

/** What is wrong with a field of the last attempt, in words for the person at the screen. */
export function useFieldProblem(error: unknown, within = ''): (name: string) => string | undefined {
  const t = useTexts(fieldTexts);
  return (name) => {
    const kind = fieldProblem(error, name, within);
    return kind && t[kind];
  };
}
