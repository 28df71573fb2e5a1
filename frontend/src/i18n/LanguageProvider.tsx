import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { detectLanguage, type Language, rememberLanguage } from './language';

interface Speaking {
  language: Language;
  setLanguage: (language: Language) => void;
}

const Context = createContext<Speaking>({ language: 'fr', setLanguage: () => undefined });

/** `fallback`: for a browser that speaks neither, e.g. the merchant's own language. */
export function LanguageProvider({
  fallback = 'fr',
  children,
}: {
  fallback?: Language;
  children: ReactNode;
}) {
  const [language, choose] = useState(() => detectLanguage(fallback));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const setLanguage = useCallback((next: Language) => {
    rememberLanguage(next);
    choose(next);
  }, []);
  const value = useMemo(() => ({ language, setLanguage }), [language, setLanguage]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useLanguage(): Speaking {
  return useContext(Context);
}

/** The texts of one area in the language spoken: `const t = useTexts(texts)`. */
export function useTexts<Texts>(both: Record<Language, Texts>): Texts {
  return both[useContext(Context).language];
}
