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

interface LanguageProviderProps {
  /** For a browser that speaks neither. */
  fallback?: Language;
  /** Fetches a language's texts where a page does not carry them all; the first one's are there. */
  load?: (language: Language) => Promise<void>;
  children: ReactNode;
}

export function LanguageProvider({ fallback = 'fr', load, children }: LanguageProviderProps) {
  const [language, choose] = useState(() => detectLanguage(fallback));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const setLanguage = useCallback(
    async (next: Language) => {
      await load?.(next);
      rememberLanguage(next);
      choose(next);
    },
    [load],
  );
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
