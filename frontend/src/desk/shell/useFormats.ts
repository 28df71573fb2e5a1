import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Formats, formats } from '../../i18n/format';
import { useLanguage } from '../../i18n/LanguageProvider';
import { merchantQuery } from '../settings/queries';

/** In the reader's own zone, where no shop is known. */
export function useFormatsOutside(): Formats {
  const { language } = useLanguage();
  return useMemo(() => formats(language), [language]);
}

/** Dates in the shop's time zone: "today" is the shop's day, wherever the owner sits. */
export function useFormats(): Formats {
  const { language } = useLanguage();
  const { data } = useQuery({ ...merchantQuery, staleTime: 5 * 60_000 });
  const timeZone = data?.data.time_zone;
  return useMemo(() => formats(language, timeZone), [language, timeZone]);
}
