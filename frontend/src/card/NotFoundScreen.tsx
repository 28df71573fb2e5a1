import { Page } from './Page';
import { NotFound } from './Trouble';

export function NotFoundScreen() {
  return (
    <Page merchant={null}>
      <NotFound />
    </Page>
  );
}
