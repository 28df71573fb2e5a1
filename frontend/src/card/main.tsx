import '../ui/tokens.css';
import '../ui/base.css';
import { LanguageProvider } from '../i18n/LanguageProvider';
import { Brand } from '../ui/Brand';
import { mount } from '../ui/mount';

mount(
  <LanguageProvider>
    <main>
      <Brand />
    </main>
  </LanguageProvider>,
);
