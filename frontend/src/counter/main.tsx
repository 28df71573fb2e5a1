import '../ui/tokens.css';
import '../ui/fonts.css';
import '../ui/elements.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { LanguageProvider, useTexts } from '../i18n/LanguageProvider';
import { Banner } from '../ui/Banner';
import { mount } from '../ui/mount';
import { themeIsChosen } from '../ui/themeChoice';
import { type Counter, CounterProvider, openCounter } from './counter';
import { dress, loadTheRest } from './lazily';
import { atHome, startNavigation } from './navigation';
import { Gate } from './session/Gate';
import { watchForUpdates } from './shell/updates';
import { texts } from './texts';
import { Workplace } from './Workplace';

function Page({ counter }: { counter: Counter }) {
  return (
    <LanguageProvider>
      <QueryClientProvider client={counter.queries}>
        <CounterProvider value={counter}>
          <Gate>
            <Workplace />
          </Gate>
        </CounterProvider>
      </QueryClientProvider>
    </LanguageProvider>
  );
}

/** Without a place to keep gestures the counter would promise what it cannot hold. */
function NoStorage() {
  const t = useTexts(texts);
  return (
    <main>
      <Banner tone="danger" role="alert">
        {t.storageRefused}
      </Banner>
    </main>
  );
}

async function start(): Promise<void> {
  startNavigation();
  // Before the first picture, else it would change colours; without the file it stands all the same.
  const dressed = themeIsChosen() ? dress().catch(() => undefined) : undefined;
  let counter: Counter;
  try {
    counter = await openCounter();
  } catch {
    mount(
      <LanguageProvider>
        <NoStorage />
      </LanguageProvider>,
    );
    return;
  }
  void counter.session.start();
  await dressed;
  mount(<Page counter={counter} />);
  loadTheRest();
  await watchForUpdates(atHome);
}

void start();
