/** What the page needs soon, but not to show the card: fetched once that is done. */
export { Activity } from './Activity';
export { CodeDialog } from './CodeDialog';
export { InstallHint } from './InstallHint';
export { keepForOffline } from './keepForOffline';
