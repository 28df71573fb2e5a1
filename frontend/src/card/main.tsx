import '../ui/tokens.css';
import '../ui/elements.css';
import { LanguageProvider } from '../i18n/LanguageProvider';
import { detectLanguage, type Language } from '../i18n/language';
import { mount } from '../ui/mount';
import { readAddress } from './address';
import { readAhead } from './ahead';
import { loadTexts } from './loadTexts';
import { screenOf } from './screens';

const address = readAddress(location);
readAhead(address, location.hash.slice(1));
const load = (language: Language) => loadTexts(address.page, language);

const [screen] = await Promise.all([screenOf(address), load(detectLanguage())]);

mount(<LanguageProvider load={load}>{screen}</LanguageProvider>);
