import { Actions } from './Actions';
import { Cards } from './Cards';
import { Fields } from './Fields';
import { Foundations } from './Foundations';
import styles from './Gallery.module.css';
import { Messages } from './Messages';
import { Structure } from './Structure';

/** Every component of ui/ in every state. Development only: no page of the product leads here. */
export function Gallery() {
  return (
    <main className={styles.gallery} data-gallery-of-ui>
      <h1>Gallery</h1>
      <Foundations />
      <Actions />
      <Fields />
      <Messages />
      <Structure />
      <Cards />
    </main>
  );
}

/** Light beside dark. */
export function Pair() {
  return (
    <div className={styles.pair}>
      <iframe title="Light" src="?scheme=light" />
      <iframe title="Dark" src="?scheme=dark" />
    </div>
  );
}
